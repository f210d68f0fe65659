import type { RegistryLayer } from "../domain/registry/registry.ts";
import type { Sql } from "../platform/database.ts";
import { must } from "../platform/errors.ts";
import { stagedKinds } from "./registry-staging.ts";

/** What came of the staged entries. */
export type ResolvedRegistry = {
  /** Ranges of the new version. */
  readonly ranges: number;
  /** AS numbers of the new version: all that are announced, or those with a contact. */
  readonly systems: number;
  /** Registered ranges for which no contact was found; contacts only. */
  readonly withoutContact: number;
  /** Desks that objects refer to and that no file has, or that have no mailbox; contacts only. */
  readonly unknownDesks: number;
};

/** Makes the ranges, systems and contacts of a version from what is staged in this transaction. */
export async function resolveStaging(
  sql: Sql,
  layer: RegistryLayer,
  version: string,
): Promise<ResolvedRegistry> {
  await sql.query("analyze registry_staging");
  if (layer === "contacts") return resolveContacts(sql, version);
  return layer === "announced" ? resolveAnnounced(sql, version) : resolveDelegated(sql, version);
}

/** Of several origins of one prefix the one that most peers see counts, then the lowest. */
async function resolveAnnounced(sql: Sql, version: string): Promise<ResolvedRegistry> {
  const systems = await sql.query(
    `insert into registry_systems (version, asn, name)
      select $1, asn, min(name collate "C") from registry_staging where asn is not null group by asn`,
    [version],
  );
  const ranges = await sql.query(
    `insert into registry_ranges (version, first, last, asn)
      select $1, first, last, asn
      from (
        select distinct on (first, last) first, last, asn from registry_staging
        where asn is not null order by first, last, peers desc, asn
      ) one_each
      order by first, last desc`,
    [version],
  );
  return { ranges: ranges.rowCount, systems: systems.rowCount, withoutContact: 0, unknownDesks: 0 };
}

async function resolveDelegated(sql: Sql, version: string): Promise<ResolvedRegistry> {
  const { rowCount } = await sql.query(
    `insert into registry_ranges (version, first, last, country)
      select $1, first, last, min(country collate "C") from registry_staging
      group by first, last order by first, last desc`,
    [version],
  );
  return { ranges: rowCount, systems: 0, withoutContact: 0, unknownDesks: 0 };
}

/**
 * Finds out who answers for abuse of each range: its own desk, else the desk of the smallest range around it that the
 * same organisation holds and that has one, else the organisation's (2-domain.md, abuse-contact). Ranges for which all
 * this finds nobody are left out, so that the next larger one answers.
 *
 * Where a handle is there twice the alphabetically first mailbox counts, so that the order of files never matters.
 */
async function resolveContacts(sql: Sql, version: string): Promise<ResolvedRegistry> {
  await sql.query(`
    create temporary table registry_desks on commit drop as
      select source, handle, min(mailbox collate "C") as mailbox
      from registry_staging where kind = ${stagedKinds.role} group by source, handle;
    create temporary table registry_holders on commit drop as
      select o.source, o.handle, min(d.mailbox collate "C") as mailbox
      from registry_staging o join registry_desks d on d.source = o.source and d.handle = o.desk
      where o.kind = ${stagedKinds.organisation} group by o.source, o.handle;
    analyze registry_desks, registry_holders;
    create temporary table registry_networks on commit drop as
      select n.first, n.last, n.span, n.source, n.holder, d.mailbox as own, h.mailbox as of_holder
      from registry_staging n
      left join registry_desks d on d.source = n.source and d.handle = n.desk
      left join registry_holders h on h.source = n.source and h.handle = n.holder
      where n.kind = ${stagedKinds.network};
    create index on registry_networks (source, holder) where own is not null;
    analyze registry_networks;
    create temporary table registry_contact_ranges on commit drop as
      select first, last, min(contact collate "C") as contact
      from (
        select first, last, coalesce(own, ${ofEnclosing}, of_holder) as contact from registry_networks n
      ) found
      group by first, last`);
  await insertContacts(sql, version);
  await insertContactSystems(sql, version);
  return countContacts(sql, version);
}

const ofEnclosing = `(
  select around.own from registry_networks around
  where around.source = n.source and around.holder = n.holder and around.own is not null
    and around.first <= n.first and around.last >= n.last and around.span > n.span
  order by around.span, around.own collate "C" limit 1
)`;

async function insertContacts(sql: Sql, version: string): Promise<void> {
  await sql.query(
    `insert into registry_contacts (version, number, email)
      select $1, row_number() over (order by contact collate "C") - 1, contact
      from (select distinct contact from registry_contact_ranges where contact is not null) each_once`,
    [version],
  );
  await sql.query(
    `insert into registry_ranges (version, first, last, contact)
      select $1, r.first, r.last, c.number
      from registry_contact_ranges r join registry_contacts c on c.version = $1 and c.email = r.contact
      order by r.first, r.last desc`,
    [version],
  );
}

async function insertContactSystems(sql: Sql, version: string): Promise<void> {
  await sql.query(
    `insert into registry_systems (version, asn, name, contact)
      select $1, s.asn, min(s.name collate "C"), min(coalesce(d.mailbox, h.mailbox) collate "C")
      from registry_staging s
      left join registry_desks d on d.source = s.source and d.handle = s.desk
      left join registry_holders h on h.source = s.source and h.handle = s.holder
      where s.kind = ${stagedKinds.system} group by s.asn`,
    [version],
  );
}

async function countContacts(sql: Sql, version: string): Promise<ResolvedRegistry> {
  const { rows } = await sql.query<ResolvedRegistry>(
    `select
        (select count(*) from registry_contact_ranges where contact is not null) as "ranges",
        (select count(*) from registry_systems where version = $1 and contact is not null) as "systems",
        (select count(*) from registry_contact_ranges where contact is null) as "withoutContact",
        (select count(*) from (
          select source, desk from registry_staging where desk is not null
          except select source, handle from registry_desks
        ) unknown) as "unknownDesks"`,
    [version],
  );
  return must(rows[0], "a select of counts answers a row");
}
