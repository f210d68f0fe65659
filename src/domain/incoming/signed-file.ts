/** A file that came with a mail, with a detached signature of its own beside it. */
export type SignedFile = {
  readonly fileName: string;
  readonly content: Uint8Array;
  /** OpenPGP, armored or binary; not checked yet. */
  readonly signature: Uint8Array;
};

/** The files of a mail that another of the same name with `.asc` or `.sig` behind it signs; none where it cannot be read. */
export type ReadSignedFiles = (bytes: Uint8Array) => Promise<readonly SignedFile[]>;
