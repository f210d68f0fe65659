/** One line of the audit log, as it is hashed. */
export type ChainedEntry = {
  /** 1, 2, 3 without gaps. */
  readonly id: number;
  readonly at: Date;
  readonly act: string;
  readonly about: string | null;
  /** Hexadecimal SHA-256 of salt and content. */
  readonly contentHash: string;
};

/** What the first entry follows. */
export const chainStart = "0".repeat(64);

/** The text whose SHA-256 is the hash of an entry; every field is told from its neighbours. */
export function toChainText(previousHash: string, entry: ChainedEntry): string {
  return JSON.stringify([
    previousHash,
    entry.id,
    entry.at.toISOString(),
    entry.act,
    entry.about,
    entry.contentHash,
  ]);
}
