import type { MandateScope } from "./world.ts";

/** As a world file writes it: `members`, `sector:education`, `country:NL`. */
export function formatMandateScope(about: MandateScope): string {
  switch (about.kind) {
    case "sector":
      return `sector:${about.sector}`;
    case "country":
      return `country:${about.country}`;
    default:
      return about.kind;
  }
}

/** The scope of a text that `formatMandateScope` wrote; what follows the colon is not checked. */
export function findMandateScope(text: string): MandateScope | null {
  switch (text) {
    case "own":
    case "members":
    case "anyone":
      return { kind: text };
  }
  if (text.startsWith("sector:")) return { kind: "sector", sector: text.slice("sector:".length) };
  if (text.startsWith("country:"))
    return { kind: "country", country: text.slice("country:".length) };
  return null;
}
