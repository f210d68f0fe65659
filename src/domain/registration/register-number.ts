export const registers = ["kvk", "rsin", "btw"] as const;

/** `kvk`: chamber of commerce; `rsin`: legal persons and partnerships; `btw`: value added tax. */
export type Register = (typeof registers)[number];

/** A number in a Dutch register, in its canonical form. */
export type RegisterNumber = { readonly register: Register; readonly number: string };

/**
 * Reads a number as people type it (spaces, dots and hyphens do not count); null when it cannot be one.
 *
 * KvK numbers have eight digits and no check digit: only a look in the register tells whether one was handed out. An
 * RSIN has nine and the eleven test. A VAT number is `NL`, nine digits, `B`, two digits: those of legal persons hold an
 * RSIN, those of persons pass ISO 7064 MOD 97-10 over the whole.
 */
export function findRegisterNumber(register: Register, text: string): RegisterNumber | null {
  if (text.length > 40) return null;
  const bare = text.replace(/[\s.-]/g, "").toUpperCase();
  const isRight = {
    kvk: /^\d{8}$/.test(bare) && !/^0+$/.test(bare),
    rsin: passesEleven(bare),
    btw:
      /^NL\d{9}B\d{2}$/.test(bare) && (passesEleven(bare.slice(2, 11)) || passesNinetySeven(bare)),
  }[register];
  return isRight ? { register, number: bare } : null;
}

/** The digits times 9, 8 … 2 and minus the last add up to a multiple of eleven. */
function passesEleven(digits: string): boolean {
  if (!/^\d{9}$/.test(digits) || /^0+$/.test(digits)) return false;
  const sum = [...digits].reduce(
    (sum, digit, at) => sum + Number(digit) * (at === 8 ? -1 : 9 - at),
    0,
  );
  return sum % 11 === 0;
}

/** With letters as 10 to 35, the number has remainder 1 by 97. */
function passesNinetySeven(text: string): boolean {
  const digits = [...text].map((sign) => String(Number.parseInt(sign, 36))).join("");
  return [...digits].reduce((rest, digit) => (rest * 10 + Number(digit)) % 97, 0) === 1;
}
