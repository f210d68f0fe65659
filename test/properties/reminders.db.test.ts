import fc from "fast-check";
import { expect, test } from "vitest";
import { episodeStateCode, episodeStates } from "../../src/domain/finding/episode-state.ts";
import { plainContact } from "../../src/domain/world/world.ts";
import { outboxSteps } from "../../src/pipeline/material/outgoing.ts";
import { transaction } from "../../src/platform/database.ts";
import { lockForClosing, moveEpisodes } from "../../src/store/episodes.ts";
import { pauseReminders } from "../../src/store/follow-ups.ts";
import type { Behaviour } from "../makers/mail-server.ts";
import { Killed, useOutgoingHouse } from "../makers/outgoing-house.ts";
import { toEmail } from "./arbitrary-objects.ts";
import type { PlainWorld } from "./make-world.ts";
import { databasePropertySettings } from "./settings.ts";

const house = useOutgoingHouse();
const { context } = house;
const dayMs = 86_400_000;

const contact = (email: string) => ({
  role: "findings" as const,
  email: toEmail(email),
  ...plainContact,
});

const worlds: readonly PlainWorld[] = ["uni", "heir"].map((owner) => ({
  organisations: {
    [owner]: {
      claims: ["192.0.2.0/24"],
      contacts: [contact(`findings@${owner}.example`), contact(`second@${owner}.example`)],
    },
    region: { serves: ["192.0.2.0/24"] },
    net: { claims: [{ of: "192.0.2.0/24", use: "operate" }] },
  },
}));

const addresses = ["uni", "heir", "region", "net"].map((id) => `findings@${id}.example`);
const behaviours: readonly Behaviour[] = [
  { kind: "accept" },
  { kind: "reply", at: "rcpt", code: 450, text: "4.2.1 Busy" },
  { kind: "reply", at: "rcpt", code: 550, text: "5.1.1 No such user" },
];

const answers = [
  "said-fixed",
  "said-working",
  "accepted",
  "disputed",
  "said-not-ours",
  "verified-fixed",
] as const;
/** In these a finding may be reminded of; acknowledged where its recipient said until when, and that is over. */
const open = ["open", "notified", "confirmed"].map((name) => episodeStateCode(name as never));

const hosts = [1, 2, 3];
const step = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("see" as const),
      finder: fc.constantFrom("first", "second"),
      type: fc.constantFrom("open-rdp", "cve-2021-26855", "ssl-freak"),
      hosts: fc.subarray(hosts, { minLength: 1 }),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("turn" as const) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("wait" as const),
      days: fc.constantFrom(1, 3, 4, 30, 61),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("answer" as const),
      host: fc.constantFrom(...hosts),
      event: fc.constantFrom(...answers),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("die" as const),
      at: fc.constantFrom(...outboxSteps),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("behave" as const),
      address: fc.constantFrom(...addresses),
      behaviour: fc.constantFrom(...behaviours),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant("world" as const), number: fc.constantFrom(0, 1) }),
  },
);

type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

async function take(step: Step): Promise<void> {
  house.later(1);
  switch (step.kind) {
    case "see": {
      const at = context.clock().toISOString();
      const rows = step.hosts.map((host) => `192.0.2.${host},443,${at},${step.type}`);
      await house.submit({
        csv: ["ip,port,timestamp,type", ...rows].join("\n"),
        finder: step.finder,
      });
      return;
    }
    case "turn":
      await house.followUp();
      await house.run();
      return;
    case "wait":
      house.later(step.days * 24 * 60);
      return;
    case "answer":
      return answer(step.host, step.event);
    case "die":
      house.dieAt(step.at);
      await house.run().catch((error: unknown) => expect(error).toBeInstanceOf(Killed));
      house.dieAt(null);
      return;
    case "behave":
      house.server.behave(step.address, step.behaviour);
      return;
    case "world":
      await house.loadWorld(worlds[step.number] ?? {});
  }
}

/** Only whoever was told has something to say. */
async function answer(host: number, event: (typeof answers)[number]): Promise<void> {
  const change = { changedAt: context.clock(), actor: "uni", reason: "test" };
  await transaction(context.sql, async (sql) => {
    await lockForClosing(sql);
    const { rows } = await sql.query<{ id: number }>(
      "select f.id from findings f where f.address = $1 and f.state > 0",
      [`192.0.2.${host}`],
    );
    const ids = rows.map(({ id }) => id);
    const moved = await moveEpisodes(sql, ids, event, change);
    const until = new Date(change.changedAt.getTime() + 30 * dayMs);
    if (event === "said-working") await pauseReminders(sql, moved, { until, reason: event });
  });
}

type Told = {
  finding: number;
  episode: number;
  round: number;
  address: string;
  composed: Date;
  stands: boolean;
  accepted: Date | null;
  news: string | null;
  seen: Date | null;
  owner: string | null;
};

async function listTold(): Promise<Told[]> {
  const { rows } = await context.sql.query<Told>(
    `select nf.finding_id as finding, nf.episode, nf.round, n.address, n.composed_at as composed,
            nf.superseded_at is null as stands, rm.news, rm.seen_at as seen, d.owner,
            case when v.state = 'accepted' then v.settled_at end as accepted
       from notification_findings nf
       join notifications n on n.id = nf.notification_id
       join deliveries v on v.notification_id = n.id
       join decisions d on d.id = nf.decision_id
       left join reminders rm on rm.finding_id = nf.finding_id and rm.episode = nf.episode and rm.round = nf.round
      where nf.role = 'primary'
      order by nf.finding_id, nf.episode, nf.round, n.composed_at`,
  );
  return rows;
}

/** The state that a finding was in at an instant, and since when. */
async function stateAt(finding: number, at: Date): Promise<{ state: number; since: Date | null }> {
  const { rows } = await context.sql.query<{ state: number; since: Date }>(
    `select c.state, c.changed_at as since from episode_changes c
      where $1 = any(c.finding_ids) and c.changed_at <= $2 order by c.id desc limit 1`,
    [finding, at],
  );
  return rows[0] ?? { state: episodeStates.indexOf("open"), since: null };
}

async function check(told: readonly Told[]): Promise<void> {
  for (const [i, one] of told.entries()) {
    const before = told
      .slice(0, i)
      .filter(
        ({ finding, episode, accepted }) =>
          finding === one.finding && episode === one.episode && accepted !== null,
      );
    const twice = before.some(({ round, stands }) => round === one.round && stands && one.stands);
    expect(twice).toBe(false);
    if (before.length === 0 || one.accepted === null) continue;
    const sameOwner = before.filter(({ owner }) => owner === one.owner);
    if (one.news === null) {
      // Not a reminder: its address heard nothing of this owner's finding before, or the finding went there and back.
      const last = before.at(-1);
      if (last?.owner === one.owner) expect(last?.address).not.toBe(one.address);
      continue;
    }
    const last = Math.max(...before.map(({ accepted }) => accepted?.getTime() ?? 0));
    expect(one.composed.getTime() - last).toBeGreaterThanOrEqual(dayMs);
    const isNewChannel = !before.some(({ address }) => address === one.address);
    const isNews = one.seen !== null && one.seen.getTime() > last;
    expect(isNewChannel || isNews).toBe(true);
    const { state, since } = await stateAt(one.finding, one.composed);
    if (state === episodeStateCode("acknowledged")) {
      expect(one.composed.getTime()).toBeGreaterThanOrEqual((since?.getTime() ?? 0) + 30 * dayMs);
    } else expect(open).toContain(state);
    expect(sameOwner.length).toBeGreaterThan(0);
  }
}

test("nobody who answered is reminded, nobody without something new or who was asked before; one primary a round", async () => {
  let reminded = 0;
  await fc.assert(
    fc
      .asyncProperty(
        fc.array(step, { minLength: 12, maxLength: 40, size: "max" }),
        async (steps) => {
          house.askServer(true);
          await house.loadWorld(worlds[0] ?? {});
          for (const one of steps) await take(one);
          house.server.forget();
          for (let day = 0; day < 4; day++) {
            house.later(24 * 60);
            await house.followUp();
            await house.run();
          }
          const told = await listTold();
          await check(told);
          reminded += told.filter(({ news, accepted }) => news !== null && accepted).length;
          expect((await house.dispositions()).pending ?? 0).toBe(0);
          const ids = house.server.kept.map(({ messageId }) => messageId);
          expect(ids.length).toBe(new Set(ids).size);
        },
      )
      .beforeEach(() => house.empty()),
    { ...databasePropertySettings, numRuns: 12 },
  );
  expect(reminded).toBeGreaterThan(10);
});
