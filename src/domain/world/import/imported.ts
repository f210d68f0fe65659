import type { FindingTypeId } from "../../ids.ts";
import type { Trust } from "../trust.ts";
import type { Asset, ClaimUse, ContactRole } from "../world.ts";
import type { ImportedText, Place } from "./place.ts";
import type { Remark } from "./remark.ts";

/** What somebody is said to have: one object or several in one text. */
export type ImportedObject = ImportedText & {
  /** What it has to be; `any` where the column may hold all sorts. */
  readonly kind: "any" | Asset["kind"];
  /** Null: what is usual for its sort. */
  readonly use: ClaimUse | null;
  /** Null: the export does not say how it is known. */
  readonly basis: Trust | null;
};

export type ImportedContact = {
  readonly role: ContactRole;
  readonly email: ImportedText;
};

/** What one record says about an organisation; records of one key are about one organisation. */
export type ImportedOrganisation = {
  readonly key: string;
  readonly place: Place;
  readonly id: ImportedText | null;
  readonly name: ImportedText | null;
  readonly kvk: ImportedText | null;
  readonly sector: ImportedText | null;
  readonly language: ImportedText | null;
  readonly path: ImportedText | null;
  readonly roles: readonly ImportedText[];
  readonly contacts: readonly ImportedContact[];
  readonly objects: readonly ImportedObject[];
  /** Ids or names of intermediaries. */
  readonly memberOf: readonly ImportedText[];
  /** Whether its intermediaries are informed of what it is told directly. */
  readonly informed: ImportedText | null;
  /** Countries whose national CSIRT it is. */
  readonly countries: readonly ImportedText[];
  /** Finding types that it does not want to hear of. */
  readonly declines: readonly FindingTypeId[];
};

/** An address that the present system does not write to; milliseconds since 1970 UTC, Infinity without an end. */
export type ImportedSuppression = {
  readonly email: ImportedText;
  readonly until: number;
  readonly reason: string;
};

/** Everything that files of contacts say, in the order in which they say it. */
export type ImportedContacts = {
  readonly organisations: readonly ImportedOrganisation[];
  readonly suppressions: readonly ImportedSuppression[];
  /** What could not even be read, and what has no place in a world. */
  readonly remarks: readonly Remark[];
  /** Of a spreadsheet: which column was taken for what. */
  readonly columns: readonly { readonly column: string; readonly field: string }[];
};

/** A record that says nothing yet; for readers, which know only some of it. */
export function emptyRecord(key: string, place: Place): ImportedOrganisation {
  return {
    key,
    place,
    id: null,
    name: null,
    kvk: null,
    sector: null,
    language: null,
    path: null,
    roles: [],
    contacts: [],
    objects: [],
    memberOf: [],
    informed: null,
    countries: [],
    declines: [],
  };
}
