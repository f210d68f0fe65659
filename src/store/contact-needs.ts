import type { Rung } from "../domain/decision/rung.ts";
import { dispositionCode } from "../domain/finding/disposition.ts";
import type { Sql } from "../platform/database.ts";

/** Rungs that a contact in security.txt goes before. */
const belowSecurityTxt: readonly Rung[] = [
  "security-txt",
  "network-operator",
  "network-constituency",
  "abuse-contact",
  "catch-all",
  "foreign-csirt",
];

/** Rungs that an abuse contact goes before. */
const belowAbuseContact: readonly Rung[] = ["catch-all", "foreign-csirt"];

/** Nobody was told yet: due, or waiting for a person because there is nobody. */
const waiting = `f.disposition in (${dispositionCode("pending")}, ${dispositionCode("heldForPerson")})`;

/** Still open, told or not: a contact that it was told by has to be confirmed before its time is over. */
const open = `f.closed_at is null and (${waiting}
  or f.disposition in (${dispositionCode("delivered")}, ${dispositionCode("inCustody")}))`;

/** The block that an answer about an address stays within (found-contacts.ts, `narrowRange`). */
const blockOf = (address: string) =>
  `network(set_masklen(${address}, case family(${address}) when 4 then 24 else 48 end))`;

/**
 * Names of open findings whose recipient a security.txt would change, and of which we have no answer that is still
 * fresh; in order, behind `after`.
 */
export async function listNamesInNeed(
  sql: Sql,
  page: { readonly now: Date; readonly after: string; readonly limit: number },
): Promise<string[]> {
  const { rows } = await sql.query<{ name: string }>(
    `select distinct f.name
       from findings f
       join decisions d on d.id = f.decision_id
      where ${open} and f.name > $2
        and (d.rung = 'security-txt' or ${waiting} and (d.rung = any($3) or d.held_reason = 'nobody'))
        and not exists (select from contact_lookups l
                         where l.source = 'security-txt' and l.object = f.name and l.due_at > $1)
      order by f.name
      limit $4`,
    [page.now, page.after, belowSecurityTxt, page.limit],
  );
  return rows.map(({ name }) => name);
}

/**
 * Addresses of open findings for which nobody nearer than the country stands, or a contact that we looked up before, and
 * of which we have no answer that is still fresh, nor one about a range around them; in order, behind `after`.
 */
export async function listAddressesInNeed(
  sql: Sql,
  page: { readonly now: Date; readonly after: string | null; readonly limit: number },
): Promise<string[]> {
  const { rows } = await sql.query<{ address: string }>(
    `with fresh as materialized (
       select p.first, p.last, ${blockOf("p.first")} as block
         from present_found_contacts p
         join contact_lookups l on l.source = p.source and l.object = p.object
        where p.source = 'rdap' and p.first is not null and p.emails <> '[]' and l.due_at > $1
     ), found as materialized (
       select distinct jsonb_array_elements_text(p.emails) as email
         from present_found_contacts p where p.source = 'rdap' and p.emails <> '[]'
     )
     select distinct host(f.address) as address, f.address as at
       from findings f
       join decisions d on d.id = f.decision_id
      where ${open} and f.address is not null and ($2::inet is null or f.address > $2)
        and (d.rung = 'abuse-contact' and d.address in (select email from found)
             or ${waiting} and (d.rung = any($3) or d.held_reason = 'nobody'))
        and not exists (select from contact_lookups l
                         where l.source = 'rdap' and l.object = host(f.address) and l.due_at > $1)
        and not exists (select from fresh r
                         where r.block = ${blockOf("f.address")} and r.first <= f.address and f.address <= r.last)
      order by f.address
      limit $4`,
    [page.now, page.after, belowAbuseContact, page.limit],
  );
  return rows.map(({ address }) => address);
}

/** Which of these objects a source was asked about so lately that it is not to be asked again. */
export async function listFreshLookups(
  sql: Sql,
  source: "rdap" | "security-txt",
  objects: readonly string[],
  now: Date,
): Promise<ReadonlySet<string>> {
  const { rows } = await sql.query<{ object: string }>(
    `select l.object from contact_lookups l
      where l.source = $1 and l.object = any($2) and l.due_at > $3`,
    [source, objects, now],
  );
  return new Set(rows.map(({ object }) => object));
}
