import type { Catalogue } from "../../finding/finding-type.ts";
import type { ImportedContacts } from "./imported.ts";

/** Systems whose contacts can be imported, by the name that `--from` takes. */
export const contactSystems = ["spreadsheet", "certbund-contact", "tuency", "n6"] as const;

export type ContactSystem = (typeof contactSystems)[number];

export type ContactFile = { readonly name: string; readonly bytes: Uint8Array };

export type ContactReading = {
  /** What `--map column=field` says: our field by the column, in lower case. */
  readonly mapping: ReadonlyMap<string, string>;
  /** Sheet of a workbook; null: the first. */
  readonly sheet: string | null;
  /** To know the finding types that an export names. */
  readonly catalogue: Catalogue;
  /** Milliseconds since 1970 UTC: what has expired by then is left out. */
  readonly at: number;
};

/** Reads the contacts of one system; throws `input-refused` when a file cannot be read at all. */
export type ContactReader = {
  readonly system: ContactSystem;
  read(files: readonly ContactFile[], reading: ContactReading): Promise<ImportedContacts>;
};
