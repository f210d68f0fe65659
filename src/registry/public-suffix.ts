import { parse } from "tldts";
import type { FindSuffix } from "../domain/world/claim-breadth.ts";

/** Public suffixes by the list that tldts carries, private section included. */
export const findPublicSuffix: FindSuffix = (name) => {
  const { publicSuffix, isPrivate } = parse(name, {
    allowPrivateDomains: true,
    validateHostname: false,
  });
  if (publicSuffix !== name) return null;
  return isPrivate ? "private" : "icann";
};
