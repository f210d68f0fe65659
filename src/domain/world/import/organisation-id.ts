import { isSlug, type OrganisationId } from "../../ids.ts";

const longest = 64;

/** A slug made of a name: `Gemeente ’s-Voorbeeld` becomes `gemeente-s-voorbeeld`; empty when nothing is left of it. */
export function toSlug(name: string): string {
  return name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9._]+/g, "-")
    .replace(/^[^a-z0-9]+/, "")
    .slice(0, longest)
    .replace(/[^a-z0-9]+$/, "");
}

/** An id for the name that nobody has yet. */
export function makeOrganisationId(name: string, taken: ReadonlySet<string>): OrganisationId {
  const slug = toSlug(name);
  const base = isSlug(slug) ? slug : "organisation";
  for (let number = 1; ; number += 1) {
    const tail = number === 1 ? "" : `-${number}`;
    const id = `${base.slice(0, longest - tail.length)}${tail}`;
    if (!taken.has(id)) return id as OrganisationId;
  }
}
