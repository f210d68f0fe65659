/** How it stands with the signature of a file (RFC 9116 section 2.3). */
export type Signature =
  /** `text` is what was signed; nothing around it counts. */
  | { readonly kind: "good"; readonly text: string; readonly fingerprint: string }
  /** Nobody can say: its key is not to be had, or is another. */
  | { readonly kind: "unchecked"; readonly text: string; readonly detail: string }
  | { readonly kind: "bad"; readonly detail: string };

/** Gives the keys that the signed text names, armored or binary; none when there are none to be had. */
export type FetchKeys = (text: string) => Promise<readonly Uint8Array[]>;

const begin = "-----BEGIN PGP SIGNED MESSAGE-----";
const mostKeys = 10;

/** Whether a file claims to be signed. */
export function isClearsigned(text: string): boolean {
  return text.split(/\r?\n/).some((line) => line.trimEnd() === begin);
}

/**
 * Checks an OpenPGP cleartext signature (RFC 9580 section 7) with the keys that the file itself names.
 *
 * That proves no more than that the file was not changed since its owner signed it, which is all that the RFC asks.
 * Bad is a signature that one of these keys made and that does not fit, and text outside of what was signed.
 */
export async function checkSignature(
  text: string,
  fetchKeys: FetchKeys,
  now: Date,
): Promise<Signature> {
  const openpgp = await import("openpgp");
  if (!isWhole(text)) return { kind: "bad", detail: "text stands outside of what is signed" };
  const message = await openpgp.readCleartextMessage({ cleartextMessage: text }).catch(() => null);
  if (message === null) return { kind: "bad", detail: "the signature cannot be read" };
  const signed = message.getText();
  const verificationKeys = [];
  for (const bytes of await fetchKeys(signed)) {
    verificationKeys.push(...(await readKeys(bytes)).slice(0, mostKeys));
  }
  const ids = message.getSigningKeyIDs();
  const signers = verificationKeys.filter((key) => ids.some((id) => key.getKeys(id).length > 0));
  const [signer] = signers;
  if (signer === undefined) {
    return { kind: "unchecked", text: signed, detail: "signed with a key that it does not name" };
  }
  const { signatures } = await openpgp.verify({ message, verificationKeys: signers, date: now });
  // Every signature of a known key has to fit: one good among bad ones would hide a change.
  const known = signatures.filter(({ keyID }) => signer.getKeys(keyID).length > 0);
  const isGood = await Promise.all(known.map(({ verified }) => verified.catch(() => false)));
  return known.length > 0 && isGood.every(Boolean)
    ? { kind: "good", text: signed, fingerprint: signer.getFingerprint() }
    : { kind: "bad", detail: "the signature does not fit the text" };

  async function readKeys(bytes: Uint8Array) {
    const isArmored = Buffer.from(bytes.subarray(0, 64)).toString("latin1").includes("-----BEGIN");
    const reading = isArmored
      ? openpgp.readKeys({ armoredKeys: Buffer.from(bytes).toString("utf8") })
      : openpgp.readKeys({ binaryKeys: Uint8Array.from(bytes) });
    return reading.catch(() => []);
  }
}

/** Whether nothing but the signed message stands there: its armor is the first and the last thing. */
function isWhole(text: string): boolean {
  const lines = text.trim().split(/\r?\n/);
  const armor = lines.filter((line) => /^-----(BEGIN|END) PGP [A-Z ]+-----\s*$/.test(line));
  return (
    lines[0]?.trimEnd() === begin &&
    lines.at(-1)?.trimEnd() === "-----END PGP SIGNATURE-----" &&
    armor.length === 3
  );
}
