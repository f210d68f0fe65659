import { AppError } from "../errors.ts";

/** A key of our own as it is made or handed in: what is published, and what is sealed. */
export type KeyMaterial = {
  /** Fingerprint or selector. */
  readonly name: string;
  readonly algorithm: string;
  /** Mail address; of DKIM the domain. */
  readonly identity: string;
  readonly publicPart: string;
  /** In ASCII armor or PEM, not locked: never to be written anywhere unsealed. */
  readonly privatePart: string;
  readonly expiresAt: Date | null;
};

/** Refuses a key of our own; the message never holds any of it. */
export function refuseOwnKey(why: string, remedy: string): AppError {
  return new AppError("input-refused", `Not a key to sign mail with: ${why}.`, { remedy });
}
