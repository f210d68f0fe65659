import type { EmailAddress } from "../network/email-address.ts";
import { emptyRecord, type OrganisationRecord, toPlainEntry } from "../world/plain-entry.ts";
import { emptyWorld } from "../world/world.ts";
import { fromPlainWorld, type Plain, toPlainWorld } from "../world/world-text.ts";

/** What an organisation may say of itself, by the keys of the world file; claims and relations go their own way. */
export const changeableKeys = [
  "name",
  "kvk",
  "sector",
  "roles",
  "constituency",
  "contacts",
  "path",
  "filters",
  "accepts",
  "custodyWithin",
  "maxTier",
  "tlp",
  "country",
  "government",
] as const;

/** Its own to say: nobody gets more by it, and nobody else gets less. */
const ownKeys: readonly string[] = ["contacts", "path", "filters", "accepts", "custodyWithin"];

/** Fields that differ, with both values in the form that world texts have; absent is null. */
export type FieldChanges = Readonly<
  Record<string, { readonly before: unknown; readonly after: unknown }>
>;

/** What differs between two versions of an entry. */
export function differEntries(before: OrganisationRecord, after: OrganisationRecord): FieldChanges {
  const [old, young] = [before, after].map((value) =>
    toPlainEntry({ section: "organisation", value }),
  );
  const names = new Set([...Object.keys(old ?? {}), ...Object.keys(young ?? {})]);
  return Object.fromEntries(
    [...names].flatMap((name) => {
      const change = { before: old?.[name] ?? null, after: young?.[name] ?? null };
      return JSON.stringify(change.before) === JSON.stringify(change.after) ? [] : [[name, change]];
    }),
  );
}

/** The entry with these fields changed, whatever else has changed since. */
export function applyFields(record: OrganisationRecord, fields: FieldChanges): OrganisationRecord {
  const plain: Plain = { ...toPlainEntry({ section: "organisation", value: record }) };
  const empty = toPlainEntry({ section: "organisation", value: emptyRecord(record.id) });
  for (const [name, { after }] of Object.entries(fields)) {
    // Some fields say that there is nothing, others are left out then.
    if (after !== null) plain[name] = after;
    else if (name in empty) plain[name] = empty[name];
    else delete plain[name];
  }
  const organisations = [{ ...plain, claims: [], memberOf: [] }];
  const [changed] = fromPlainWorld({ ...toPlainWorld(emptyWorld), organisations }).organisations;
  const { claims: _claims, memberOf: _memberOf, ...own } = changed as NonNullable<typeof changed>;
  return own;
}

/**
 * For what a change waits: an operator where it says more than what is the organisation's own, codes where it names
 * addresses at which nobody has shown to read; null: for nothing.
 */
export function needOf(
  fields: FieldChanges,
  unconfirmed: readonly EmailAddress[],
): "operator" | "codes" | null {
  const isOwn = Object.keys(fields).every((name) =>
    ownKeys.includes(name === "custodyWithinMs" ? "custodyWithin" : name),
  );
  if (!isOwn) return "operator";
  return unconfirmed.length > 0 ? "codes" : null;
}

/** Addresses that the later entry names and the earlier does not. */
export function listNewAddresses(
  before: Pick<OrganisationRecord, "contacts">,
  after: Pick<OrganisationRecord, "contacts">,
): readonly EmailAddress[] {
  const known = new Set(before.contacts.map(({ email }) => email));
  return [...new Set(after.contacts.map(({ email }) => email))].filter(
    (email) => !known.has(email),
  );
}
