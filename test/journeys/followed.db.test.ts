import { expect, test } from "vitest";
import { listRescans } from "../../src/actions/list-rescans.ts";
import { recordResponses } from "../../src/actions/responses/record-responses.ts";
import { submitRechecks } from "../../src/actions/submit-rechecks.ts";
import type { FinderActor } from "../../src/domain/access/actor.ts";
import { episodeStates } from "../../src/domain/finding/episode-state.ts";
import type { FinderId, OrganisationId } from "../../src/domain/ids.ts";
import { memberOf } from "../makers/actors.ts";
import { makeMailboxes } from "../makers/mailboxes.ts";
import { useOutgoingHouse } from "../makers/outgoing-house.ts";
import { mailboxOf, type PlainWorld } from "../properties/make-world.ts";

const house = useOutgoingHouse();
const { context } = house;

const critical = "cve-2021-26855";
const finder = "divd" as FinderId;
const actor: FinderActor = { kind: "finder", name: "divd", finder, scopes: null };

async function handIn(day: string, ...hosts: readonly number[]): Promise<void> {
  house.setTime(`${day}T09:00:00Z`);
  const rows = hosts.map((host) => `192.0.2.${host},443,${day}T08:00:00Z,${critical}`);
  await house.submit({ csv: ["ip,port,timestamp,type", ...rows].join("\n"), finder });
  await turn();
}

async function turn(): Promise<void> {
  await house.followUp();
  await house.run();
}

/** Rows of mails about findings, in the order in which they came. */
const rowsTo = (id: string): string[] =>
  (makeMailboxes(house.server.kept).get(mailboxOf(id)) ?? []).flatMap(({ rows }) => rows);

async function findings(): Promise<{ id: number; address: string; state: string }[]> {
  const { rows } = await context.sql.query<{ id: number; address: string; state: number }>(
    "select f.id, host(f.address) as address, f.state from findings f order by f.address",
  );
  return rows.map(({ state, ...row }) => ({ ...row, state: episodeStates[state] as string }));
}
const states = async () => (await findings()).map(({ state }) => state);

const network: PlainWorld = {
  organisations: { uni: { claims: ["192.0.2.0/24"] } },
  finders: { divd: [] },
};

test("golden scenario 1: three lists in eight days: each owner hears once, what is fixed not again, and what was only said to be fixed once more", async () => {
  await house.loadWorld(network);
  await handIn("2026-07-01", 1, 2, 3);
  await handIn("2026-07-02", 1, 2, 3);
  expect(rowsTo("uni")).toEqual(["192.0.2.1", "192.0.2.2", "192.0.2.3"]);

  // The owner says of two that they are fixed; one of them is.
  const [first, second] = await findings();
  const said = await recordResponses({
    context: { ...context, findSuffix: () => null, checks: null },
    input: {
      actor: memberOf("uni", "handler"),
      from: { kind: "organisation", organisation: "uni" as OrganisationId },
      answers: [{ about: [first, second].map((one) => one?.id ?? 0), response: { kind: "fixed" } }],
    },
  });
  expect(said.map(({ outcome }) => outcome)).toEqual(["taken", "taken"]);
  expect(await states()).toEqual(["claimed-fixed", "claimed-fixed", "notified"]);
  const asked = await listRescans({ context, input: { actor, finder, after: 0, limit: 10 } });
  expect(asked.rescans.map(({ address }) => address)).toEqual(["192.0.2.1", "192.0.2.2"]);

  house.setTime("2026-07-04T09:00:00Z");
  await submitRechecks({
    context,
    input: {
      actor,
      finder,
      results: [
        {
          finding: first?.id as never,
          outcome: "gone",
          checkedAt: new Date("2026-07-04T08:00:00Z"),
        },
      ],
    },
  });
  await handIn("2026-07-08", 2, 3);
  expect(await states()).toEqual(["verified-fixed", "notified", "notified"]);
  // The second was said to be fixed and is seen again; the third is reminded of by nobody yet: nobody else can be asked.
  expect(rowsTo("uni")).toEqual(["192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.2"]);
  const text =
    house.server.kept
      .at(-1)
      ?.bytes.toString("utf8")
      .replace(/=?\r\n/g, " ") ?? "";
  expect(text).toContain("Daarna hoorden wij dat het is opgelost, maar dat blijkt niet zo te zijn");
  await turn();
  expect(rowsTo("uni")).toHaveLength(4);

  // It comes back where it was fixed: the next episode, a first notice.
  await handIn("2026-07-20", 1);
  expect(await states()).toEqual(["notified", "notified", "notified"]);
  expect(rowsTo("uni").slice(4)).toEqual(["192.0.2.1"]);
});

test("golden scenario 7: an intermediary is silent on a critical finding: the next rung is asked, then the next when that is silent too, and in the end a letter", async () => {
  await house.loadWorld({
    organisations: {
      uni: { claims: ["192.0.2.0/24"], memberOf: ["cert"] },
      cert: {},
      net: { claims: [{ of: "192.0.2.0/24", use: "operate" }] },
    },
    finders: { divd: [] },
  });
  await handIn("2026-07-01", 1);
  expect([rowsTo("cert"), rowsTo("uni"), rowsTo("net")]).toEqual([["192.0.2.1"], [], []]);
  house.later(24 * 60);
  await turn();
  expect([rowsTo("uni"), rowsTo("net")]).toEqual([["192.0.2.1"], []]);
  house.later(2 * 24 * 60);
  await turn();
  expect(rowsTo("net")).toEqual([]);
  house.later(24 * 60 + 1);
  await turn();
  expect(rowsTo("net")).toEqual(["192.0.2.1"]);
  house.later(3 * 24 * 60 + 1);
  await turn();
  const { rows } = await context.sql.query("select from letters");
  expect(rows).toHaveLength(1);
  expect([rowsTo("cert"), rowsTo("uni"), rowsTo("net")].map(({ length }) => length)).toEqual([
    1, 1, 1,
  ]);
});
