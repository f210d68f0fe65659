import { type Kind, kinds } from "../../domain/finding/kind.ts";
import { readOneOf } from "../structured-file/read-values.ts";
import { findEntry, type Mapping, type Reading, readList } from "../structured-file/reading.ts";

/** One kind of finding. */
export const readKind = readOneOf(kinds, "kind");

/** The kinds that an entry is about; null where it says nothing of them. */
export function readKinds(reading: Reading, mapping: Mapping): readonly Kind[] | null {
  return findEntry(mapping, "kinds") && readList(reading, mapping, "kinds", readKind);
}
