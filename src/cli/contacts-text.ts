import type { KnownContacts } from "../actions/show-contacts.ts";
import { toPairs, toTime } from "./table.ts";

const dayMs = 86_400_000;

/** What is known of the contacts of an object, source by source. */
export function toKnownContactsText({ object, stated, found }: KnownContacts): string {
  const parts = [
    toPairs([
      ["object", object],
      ...stated.map(({ source, email }): [string, string] => [source, email]),
    ]),
    ...found.map(toFoundText),
  ];
  if (stated.length + found.length === 0) parts.push("Nobody is known, and nobody was asked.\n");
  return parts.join("\n");
}

function toFoundText(found: KnownContacts["found"][number]): string {
  const pairs: [string, string][] = [
    ["asked", `${found.source} about ${found.object}`],
    ["contact", found.emails.length === 0 ? "none" : found.emails.join(", ")],
  ];
  const add = (name: string, value: string | null) => {
    if (value !== null && value !== "") pairs.push([name, value]);
  };
  add("silent", found.silent.join(", "));
  add("speaks for", found.range);
  add("used", found.emails.length > 0 && !found.counts ? "by no decision: on no rung" : null);
  add("from", found.url);
  add("answered", found.answeredAt && `${toTime(found.answeredAt)}, ${toAge(found.ageMs ?? 0)}`);
  add("last asked", found.outcome === "failed" ? `${toTime(found.askedAt)}: failed` : null);
  add("says", found.detail);
  add("languages", found.languages.join(", "));
  add("key", found.encryption);
  add("expires", found.expiresAt && toTime(found.expiresAt));
  add("asked again", `after ${toTime(found.dueAt)}`);
  add("kept until", toTime(found.keptUntil));
  return toPairs(pairs);
}

/** How old, in whole days. */
function toAge(ageMs: number): string {
  const days = Math.floor(ageMs / dayMs);
  if (days < 1) return "today";
  return days === 1 ? "1 day ago" : `${days} days ago`;
}
