import type { ParsedMail } from "./parsed-mail.ts";

/** Reads the bytes of a mail; null when they cannot be read as one at all. Never throws for what a stranger sent. */
export type ReadMail = (bytes: Uint8Array) => Promise<ParsedMail | null>;
