/** The two ways in which mail is signed and encrypted: OpenPGP (RFC 3156) and S/MIME (RFC 8551). */
export const mailKeyKinds = ["pgp", "smime"] as const;

export type MailKeyKind = (typeof mailKeyKinds)[number];

/** What mail for one recipient can be encrypted with; valid at the time at which it was looked up. */
export type RecipientKey = {
  readonly kind: MailKeyKind;
  /** Lower-case hexadecimal: of an OpenPGP key its fingerprint, of a certificate its SHA-256. */
  readonly fingerprint: string;
  /** The public key in ASCII armor, or the certificate in PEM. */
  readonly publicPart: string;
};
