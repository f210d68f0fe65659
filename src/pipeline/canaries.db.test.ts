import { beforeEach, describe, expect, it } from "vitest";
import { operator } from "../../test/makers/actors.ts";
import { makeListeningHouse } from "../../test/makers/listening-house.ts";
import { useOutgoingHouse } from "../../test/makers/outgoing-house.ts";
import { makeBounce, makeComplaint } from "../../test/makers/returned-mail.ts";
import { liftBrakes } from "../actions/lift-brakes.ts";
import { listBrakes } from "../actions/list-brakes.ts";
import { respondToFindings } from "../actions/respond-to-findings.ts";
import type { EmailAddress } from "../domain/network/email-address.ts";
import type { PublicNumber } from "../domain/notification/public-number.ts";
import { findPublicSuffix } from "../registry/public-suffix.ts";

const house = useOutgoingHouse();
const ears = makeListeningHouse(house);
const { context } = house;
const { sql } = context;

const shops = 30;
const shop = (i: number): string => `security@shop${i}.example`;
const first = (): string[] => house.server.kept.slice(0, 10).map(({ to }) => to);

/** Two findings of each of many who never asked; ten of them hear first. */
beforeEach(async () => {
  house.keepBrakes({
    ...context.instance.brakes.reports,
    // Only the canary may hold here.
    bounces: { floor: 100, percent: 2 },
    complaints: { floor: 100, percent: 1 },
    canary: { recipients: 10, percent: 1, waitMs: 3_600_000 },
  });
  await house.loadWorld({
    securityTxt: Array.from({ length: shops }, (_, i) => {
      const expiresAt = Date.parse("2027-01-01");
      return { of: `shop${i}.example`, contact: shop(i) as EmailAddress, expiresAt };
    }),
  });
  const rows = Array.from({ length: shops }, (_, i) =>
    ["cross-site-scripting", "sql-injection"].map(
      (type) => `198.51.100.9,shop${i}.example,443,2026-07-01T08:00:00Z,${type}`,
    ),
  ).flat();
  await house.submit({ csv: ["ip,host,port,timestamp,type", ...rows].join("\n") });
  await house.run();
  expect(new Set(first()).size).toBe(10);
});

const brakes = async () => (await listBrakes({ context, input: { actor: operator } })).reports;
const toldTo = (): number => new Set(house.server.kept.map(({ to }) => to)).size;

async function bounce(address: string): Promise<void> {
  const to = ears.returnPathOf(address);
  await ears.hear({ recipients: [to], bytes: makeBounce({ to, recipient: address, id: address }) });
}

async function complain(address: string): Promise<void> {
  const returnPath = ears.returnPathOf(address);
  await ears.hear({
    recipients: ["abuse@bounces.meldpunt.example"],
    bytes: makeComplaint({ returnPath, id: address }),
  });
}

/** Says by telephone that there is nothing, of all that it was told. */
async function dispute(address: string): Promise<void> {
  const { rows } = await sql.query<{ number: PublicNumber }>(
    "select n.public_number as number from notifications n where n.address = $1",
    [address],
  );
  const typed = { kind: "false-positive", because: "nothing-there", reason: "a decoy" } as const;
  for (const { number } of rows) {
    await respondToFindings({
      context: { ...context, findSuffix: findPublicSuffix, checks: null },
      input: { actor: operator, from: { number }, answers: [{ about: "all", typed }] },
    });
  }
}

async function look(): Promise<void> {
  house.later(60);
  await house.run();
}

describe("a canary", () => {
  it.each([
    ["bounced", bounce],
    ["was complained of", complain],
    ["was disputed", dispute],
  ])(
    "holds the others when what went first %s twice, until a person lifts it",
    async (_, spoil) => {
      const [one, other] = first();
      await spoil(one as string);
      await spoil(other as string);
      await look();
      expect(toldTo()).toBe(10);
      expect(await brakes()).toMatchObject([{ kind: "canary", figure: 2, most: 1, rows: 40 }]);
      await look();
      expect(toldTo()).toBe(10);
      const ids = (await brakes()).map(({ id }) => id);
      await liftBrakes({ context, input: { brakes: ids, actor: operator } });
      await look();
      expect([toldTo(), await brakes()]).toEqual([shops, []]);
    },
  );

  it.each([
    ["bounces", bounce],
    ["is complained of", complain],
    ["is disputed, in two findings", dispute],
  ])("lets the others go when only one of those who heard first %s", async (_, spoil) => {
    await spoil(first()[0] as string);
    await look();
    expect([toldTo(), await brakes()]).toEqual([shops, []]);
  });

  it("counts all that went wrong together, and one recipient of it once", async () => {
    const [one, other] = first();
    await dispute(one as string);
    await complain(one as string);
    await complain(other as string);
    await look();
    expect(await brakes()).toMatchObject([{ kind: "canary", figure: 2 }]);
  });

  it("holds the others all the same when the process dies before it has said so", async () => {
    const [one, other] = first();
    await bounce(one as string);
    await bounce(other as string);
    await sql.query(`create function die() returns trigger language plpgsql as 'begin raise exception $$dead$$; end';
      create trigger die before insert on report_brakes for each row execute function die()`);
    try {
      house.later(60);
      await expect(house.run()).rejects.toThrow("dead");
    } finally {
      await sql.query("drop trigger die on report_brakes; drop function die()");
    }
    await house.run();
    expect([toldTo(), (await brakes()).length]).toEqual([10, 1]);
  });
});
