import { beforeEach, describe, expect, it } from "vitest";
import { memberOf, operator } from "../../test/makers/actors.ts";
import { useOutgoingHouse } from "../../test/makers/outgoing-house.ts";
import { mailboxOf, type PlainWorld } from "../../test/properties/make-world.ts";
import type { EpisodeEvent } from "../domain/finding/next-episode-state.ts";
import type { EmailAddress } from "../domain/network/email-address.ts";
import { plainContact } from "../domain/world/world.ts";
import { moveEpisodes } from "../store/episodes.ts";
import { listLetters } from "./list-letters.ts";
import { listSilence } from "./list-silence.ts";
import { sendLetters } from "./send-letters.ts";
import { watchSilence } from "./watch-silence.ts";

const house = useOutgoingHouse();
const { context } = house;

const contact = (email: string) => ({
  role: "findings" as const,
  email: email as EmailAddress,
  ...plainContact,
});

const world: PlainWorld = {
  organisations: {
    uni: {
      claims: ["192.0.2.0/24"],
      contacts: [contact(mailboxOf("uni")), contact("second@uni.example")],
    },
    region: { serves: ["198.51.100.0/24"] },
  },
};

async function see(day: string, address: string): Promise<void> {
  house.setTime(`${day}T09:00:00Z`);
  await house.submit({
    csv: `ip,port,timestamp,type\n${address},3389,${day}T08:00:00Z,open-rdp\n`,
  });
  await house.run();
}

const told: string[] = [];
const watch = (tell = async (message: { text: string }) => void told.push(message.text)) =>
  watchSilence({ context: { ...context, tellOperators: tell } });
const silent = async () =>
  (await listSilence({ context, input: { actor: operator } })).map(({ kind, about, count }) => ({
    ...{ kind, about, count },
  }));

async function say(event: EpisodeEvent): Promise<void> {
  const { rows } = await context.sql.query<{ id: number }>(
    "select min(f.id) as id from findings f",
  );
  const change = { changedAt: context.clock(), actor: "uni", reason: "test" };
  await moveEpisodes(
    context.sql,
    rows.map(({ id }) => id),
    event,
    change,
  );
}

beforeEach(async () => {
  told.splice(0);
  await house.loadWorld(world);
});

describe("a recipient that never reacts", () => {
  beforeEach(async () => {
    for (const [i, day] of ["2026-07-01", "2026-07-10", "2026-07-20"].entries()) {
      await see(day, `192.0.2.${i + 1}`);
    }
  });

  it("is found after so many mails and so long, told to operators and to the other address, once", async () => {
    house.setTime("2026-08-15T09:00:00Z");
    expect(await silent()).toEqual([]);
    house.setTime("2026-09-01T09:00:00Z");
    expect(await silent()).toEqual([{ kind: "recipient", about: mailboxOf("uni"), count: 3 }]);
    await expect(
      watch(async () => {
        throw new Error("no server");
      }),
    ).rejects.toThrow("no server");
    expect(await watch()).toHaveLength(1);
    expect(told).toEqual([expect.stringContaining(`recipient ${mailboxOf("uni")}: 3 mails`)]);
    expect(await watch()).toEqual([]);
    const { rows } = await context.sql.query("select kind, address from notices");
    expect(rows).toEqual([{ kind: "contact-silent", address: "second@uni.example" }]);
  });

  it.each(["acknowledged", "said-fixed", "verified-fixed", "disputed"] as const)(
    "is not silent once something came of it: %s",
    async (event) => {
      house.setTime("2026-09-01T09:00:00Z");
      await say(event);
      expect(await silent()).toEqual([]);
    },
  );
});

it("an intermediary that never acknowledges is found by the custody that lapsed", async () => {
  for (const [i, day] of ["2026-07-01", "2026-07-10", "2026-07-20"].entries()) {
    await see(day, `198.51.100.${i + 1}`);
  }
  house.setTime("2026-07-25T09:00:00Z");
  await house.run();
  expect(await silent()).toEqual([{ kind: "intermediary", about: "region", count: 3 }]);
});

it("is for people of the house", async () => {
  await expect(
    listSilence({ context, input: { actor: memberOf("uni", "administrator") } }),
  ).rejects.toMatchObject({ code: "not-permitted" });
});

it("letters: what nobody can be told by a message is listed, and noted as sent", async () => {
  await house.loadWorld({ organisations: { uni: { claims: ["192.0.2.0/24"] } } });
  house.setTime("2026-07-01T09:00:00Z");
  await house.submit({
    csv: "ip,port,timestamp,type\n192.0.2.1,443,2026-07-01T08:00:00Z,cve-2021-26855\n",
  });
  await house.run();
  house.setTime("2026-07-05T09:00:00Z");
  expect((await house.followUp()).letters).toBe(1);
  const list = async () => listLetters({ context, input: { actor: operator, withSent: false } });
  const [letter, ...more] = await list();
  expect(more).toEqual([]);
  expect(letter).toMatchObject({ owner: "uni", address: "192.0.2.1", severity: "critical" });
  const input = { actor: operator, findings: [letter?.finding ?? 0] };
  expect(await sendLetters({ context, input })).toBe(1);
  expect(await sendLetters({ context, input })).toBe(0);
  expect(await list()).toEqual([]);
});
