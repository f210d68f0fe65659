/** What the installation signs with: mail in one of two forms, and for its domain. */
export const ownKeyKinds = ["pgp", "smime", "dkim"] as const;

export type OwnKeyKind = (typeof ownKeyKinds)[number];

/** A key of the installation without its private part. */
export type OwnKey = {
  readonly id: string;
  readonly kind: OwnKeyKind;
  /** Fingerprint of the OpenPGP key, SHA-256 of the certificate (both hexadecimal), or selector of DKIM. */
  readonly name: string;
  readonly algorithm: string;
  /** The mail address; of DKIM the domain. */
  readonly identity: string;
  /** Public key in ASCII armor, certificates in PEM, or the record for the DNS. */
  readonly publicPart: string;
  readonly signsFrom: Date;
  /** Null: never. */
  readonly expiresAt: Date | null;
  readonly madeAt: Date;
  readonly madeBy: string;
  readonly retiredAt: Date | null;
};

/** Published before it is used; used; over, by its own date or by hand. */
export type OwnKeyState = "coming" | "signing" | "expired" | "retired";

/** How a key stands at an instant. */
export function stateOfOwnKey(
  { signsFrom, expiresAt, retiredAt }: Pick<OwnKey, "signsFrom" | "expiresAt" | "retiredAt">,
  at: Date,
): OwnKeyState {
  if (retiredAt !== null) return "retired";
  if (expiresAt !== null && expiresAt <= at) return "expired";
  return signsFrom <= at ? "signing" : "coming";
}

/** Days before its end at which people are told of a key, ours or a contact's; 0: that it has ended. */
export const warningDays = [60, 30, 7, 0] as const;

const dayMs = 24 * 60 * 60_000;

/** The warning that is due: the smallest of `warningDays` within which the key ends; null: none yet. */
export function warningOf(expiresAt: Date | null, at: Date): number | null {
  if (expiresAt === null) return null;
  const days = (expiresAt.getTime() - at.getTime()) / dayMs;
  return warningDays.findLast((limit) => days <= limit) ?? null;
}
