/** Puts our OpenPGP signature around a text; null where no such key signs at that time. */
export type SignText = (text: string, at: Date) => Promise<string | null>;
