import type { Language } from "../finding/finding-type.ts";

/** What whoever takes part agrees to, in both languages. */
export type Agreement = {
  readonly name: string;
  /** As in the name of its files; the greatest text is the one that holds. */
  readonly version: string;
  readonly texts: Readonly<Record<Language, string>>;
};
