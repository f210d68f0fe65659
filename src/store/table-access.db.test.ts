import { beforeAll, describe, expect, it, test } from "vitest";
import { useDatabase } from "../../test/database.ts";

const sql = useDatabase();

/** What organisations or finders may read all rows of, and why. */
const openToAll: Readonly<Record<string, string>> = {
  finding_types: "names of the catalogue, which is public",
};

/** What portal and API read for nobody, not even for the house, and why. */
const closed: Readonly<Record<string, string>> = {
  access_tokens: "words that let people in",
  portal_sessions: "words that let people in",
  secrets: "keys",
  kept_reports: "keys of reports, wrapped",
  knocks: "how often strangers tried",
  idempotency_keys: "answers of the API, for who asked",
  received_mails: "mail of strangers; read by an act that is recorded each time",
  thread_answers: "mail to strangers; read by an act that is recorded each time",
  thread_tickets: "what goes into subjects",
  mailbox_positions: "machinery of the mailbox",
  feed_alarms: "machinery of feeds",
  feed_files: "machinery of feeds",
  feed_positions: "machinery of feeds",
  received_events: "machinery of feeds",
  registry_contacts: "the present layer, compiled and explained by acts",
  registry_ranges: "the present layer, compiled and explained by acts",
  registry_systems: "the present layer, compiled and explained by acts",
  awaited_sightings: "machinery of following up",
  latest_sightings: "machinery of following up",
  due_rechecks: "machinery of following up",
  reminder_pauses: "machinery of following up",
  refutations: "machinery of following up",
  letters: "listed by an act of its own",
  rechecks: "listed by an act of its own",
  recheck_consents: "listed by an act of its own",
  silence_signals: "listed by an act of its own",
  erased_findings: "figures of what was forgotten",
  redecisions: "machinery of deciding again",
  owed_redecisions: "machinery of deciding again",
  migration: "of migrating",
  migration_lock: "of migrating",
};

type Relation = {
  readonly name: string;
  readonly kind: "table" | "view";
  /** Roles of ours that may read some column of it. */
  readonly readers: readonly string[];
  /** Roles of ours that may change something in it. */
  readonly writers: readonly string[];
  readonly isGuarded: boolean;
  /** Roles that a policy lets see all rows. */
  readonly seeAll: readonly string[];
  /** Of a view: it shows what its reader may read, and not its owner. */
  readonly isInvokers: boolean;
};

let relations: readonly Relation[] = [];

beforeAll(async () => {
  const { rows } = await sql.query<Relation>(
    `select c.relname as name, case c.relkind when 'v' then 'view' else 'table' end as kind,
            array(select r.rolname::text from pg_roles r
                   where r.rolname like 'meldpunt\\_%' and has_any_column_privilege(r.oid, c.oid, 'select')
                   order by 1) as readers,
            array(select r.rolname::text from pg_roles r
                   where r.rolname like 'meldpunt\\_%'
                     and (has_any_column_privilege(r.oid, c.oid, 'insert, update')
                          or has_table_privilege(r.oid, c.oid, 'delete, truncate, trigger'))) as writers,
            c.relrowsecurity as "isGuarded",
            array(select p.role::text from (select unnest(roles) as role, qual from pg_policies
                                             where schemaname = n.nspname and tablename = c.relname) p
                   where p.qual = 'true') as "seeAll",
            coalesce(c.reloptions @> array['security_invoker=true'], false) as "isInvokers"
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'public' and c.relkind in ('r', 'p', 'v', 'm') and not c.relispartition
      order by 1`,
  );
  relations = rows;
});

const others = ["meldpunt_member", "meldpunt_finder"];
const named = (some: readonly Relation[]): string[] => some.map(({ name }) => name);

describe("what portal and API can read of the database", () => {
  it("is of organisations and finders guarded row by row, or open for a reason", () => {
    const unguarded = relations.filter(
      ({ readers, isGuarded, isInvokers }) =>
        readers.some((role) => others.includes(role)) && !isGuarded && !isInvokers,
    );
    expect(named(unguarded)).toEqual(Object.keys(openToAll));
  });

  it("lets no policy show them all rows", () => {
    const shown = relations.filter(({ seeAll }) =>
      seeAll.some((role) => others.includes(role) || role === "public"),
    );
    expect(named(shown)).toEqual([]);
  });

  it("leaves nothing out but for a reason", () => {
    const unread = relations.filter(({ readers }) => readers.length === 0);
    expect(named(unread)).toEqual(Object.keys(closed).toSorted());
  });

  it("is guarded for the house as well wherever it is for others", () => {
    const blind = relations.filter(
      ({ isGuarded, readers, seeAll }) =>
        isGuarded && readers.includes("meldpunt_house") && !seeAll.includes("meldpunt_house"),
    );
    expect(named(blind)).toEqual([]);
  });

  it("can be changed by none of these roles", () => {
    expect(named(relations.filter(({ writers }) => writers.length > 0))).toEqual([]);
  });
});

test("the only function that runs with the rights of its owner answers yes or no to members", async () => {
  const { rows } = await sql.query(
    `select p.proname as name, has_function_privilege('meldpunt_member', p.oid, 'execute') as members,
            has_function_privilege('meldpunt_finder', p.oid, 'execute') as finders, pg_get_function_result(p.oid) as result
       from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where n.nspname = 'public' and p.prosecdef`,
  );
  expect(rows).toEqual([
    { name: "reminder_waits", members: true, finders: false, result: "boolean" },
  ]);
});
