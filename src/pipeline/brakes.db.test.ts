import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { operator } from "../../test/makers/actors.ts";
import { makeMailboxes } from "../../test/makers/mailboxes.ts";
import { useOutgoingHouse } from "../../test/makers/outgoing-house.ts";
import { databasePropertySettings } from "../../test/properties/settings.ts";
import { liftBrakes } from "../actions/lift-brakes.ts";
import { liftSwitch } from "../actions/lift-switch.ts";
import { listBrakes } from "../actions/list-brakes.ts";
import { sayFalsePositive } from "../actions/say-false-positive.ts";
import { throwSwitch } from "../actions/throw-switch.ts";
import type { FinderId, FindingId } from "../domain/ids.ts";
import type { EmailAddress } from "../domain/network/email-address.ts";
import type { HoldTarget } from "../domain/notification/hold-target.ts";

const house = useOutgoingHouse();
const { context } = house;

const settings = {
  noveltyRows: 3,
  jump: { floor: 3, factor: 2 },
  disputed: { floor: 2, percent: 10 },
  bounces: { floor: 2, percent: 2 },
  complaints: { floor: 2, percent: 1 },
  canary: { recipients: 10, percent: 1, waitMs: 3_600_000 },
};

const keepBrakes = (): void => house.keepBrakes(settings);

function list(type: string, ...addresses: readonly string[]): string {
  const rows = addresses.map((ip) => `${ip},443,2026-07-01T08:00:00Z,${type}`);
  return ["ip,port,timestamp,type", ...rows].join("\n");
}

const block = (count: number, from = 1): string[] =>
  Array.from({ length: count }, (_, i) => `192.0.2.${from + i}`);
const told = (): string[] =>
  [...makeMailboxes(house.server.kept).values()]
    .flat()
    .flatMap(({ rows }) => rows)
    .toSorted();
const brakes = async () => (await listBrakes({ context, input: { actor: operator } })).reports;

async function lift(): Promise<void> {
  const ids = (await brakes()).map(({ id }) => id);
  await liftBrakes({ context, input: { brakes: ids, actor: operator } });
}

async function loadTrusting(): Promise<void> {
  await house.loadWorld({
    organisations: { uni: { claims: ["192.0.2.0/24"] } },
    finders: { finder: [] },
  });
}

describe("brakes on reports", () => {
  it("hold a large first report of a type that goes by itself, until it is lifted", async () => {
    keepBrakes();
    await loadTrusting();
    await house.submit({ csv: list("open-rdp", "192.0.2.200"), finder: "other" });
    await house.run();
    house.later(1);
    await house.submit({ csv: list("ssl-freak", ...block(4)), release: false });
    await house.run();
    expect(told()).toEqual(["192.0.2.200"]);
    expect(await brakes()).toMatchObject([{ kind: "novelty", figure: 4, most: 3, rows: 4 }]);
    await lift();
    await house.run();
    expect(told()).toEqual([...block(4), "192.0.2.200"].toSorted());
    // The second of the type is not new, and a small one of another never was held.
    await house.submit({ csv: list("ssl-freak", ...block(4, 10)), release: false });
    await house.submit({ csv: list("open-telnet", ...block(3)), release: false });
    await house.run();
    expect(await brakes()).toEqual([]);
  });

  it("do not hold for novelty what a person let go", async () => {
    keepBrakes();
    await loadTrusting();
    await house.submit({ csv: list("ssl-freak", ...block(9)) });
    await house.run();
    expect([told().length, await brakes()]).toEqual([9, []]);
  });

  it("hold a finder's day that is much more than it is used to", async () => {
    keepBrakes();
    await loadTrusting();
    await house.submit({ csv: list("ssl-freak", ...block(2)), release: false });
    house.later(24 * 60);
    await house.submit({ csv: list("ssl-freak", ...block(5, 10)), release: false });
    await house.run();
    expect(told()).toEqual(block(2));
    expect(await brakes()).toMatchObject([{ kind: "jump", figure: 5, most: 4 }]);
  });

  it("hold the rest of a report whose mail bounces", async () => {
    keepBrakes();
    await house.loadWorld({
      organisations: {
        a: { claims: ["192.0.2.0/28"] },
        b: { claims: ["192.0.2.16/28"] },
        region: { serves: ["192.0.2.0/24"] },
      },
    });
    for (const id of ["a", "b"])
      house.server.behave(`findings@${id}.example`, {
        kind: "reply",
        at: "rcpt",
        code: 550,
        text: "5.1.1 No such user",
      });
    await house.submit({ csv: list("ssl-freak", "192.0.2.1", "192.0.2.17") });
    await house.run();
    // Both bounced; what would go to the next rung waits until somebody has looked.
    expect(told()).toEqual([]);
    expect(await brakes()).toMatchObject([{ kind: "bounces", figure: 2, rows: 2 }]);
    await lift();
    await house.run();
    expect(told()).toEqual(["192.0.2.1", "192.0.2.17"]);
  });

  it("hold what a finder says of a type that recipients dispute", async () => {
    keepBrakes();
    await loadTrusting();
    await house.submit({ csv: list("ssl-freak", ...block(3)) });
    await house.run();
    const { rows } = await context.sql.query<{ id: FindingId }>("select id from findings limit 2");
    for (const { id: finding } of rows)
      await sayFalsePositive({ context, input: { finding, reason: "no", actor: operator } });
    await house.submit({ csv: list("ssl-freak", "192.0.2.50") });
    await house.submit({ csv: list("open-rdp", "192.0.2.51") });
    await house.run();
    expect(told()).not.toContain("192.0.2.50");
    expect(told()).toContain("192.0.2.51");
    expect(await brakes()).toMatchObject([{ kind: "disputed", figure: 2 }]);
  });
});

describe("a canary", () => {
  const abuse = (count: number) =>
    Array.from({ length: count }, (_, i) => ({
      domain: `shop${i}.example`,
      address: `security@shop${i}.example`,
    }));

  async function submitToMany(count: number): Promise<void> {
    house.keepBrakes({ ...settings, noveltyRows: 1000 });
    await house.loadWorld({
      securityTxt: abuse(count).map(({ domain, address }) => {
        return {
          of: domain,
          contact: address as EmailAddress,
          expiresAt: Date.parse("2027-01-01"),
        };
      }),
    });
    const rows = abuse(count).map(
      ({ domain }) => `198.51.100.9,${domain},443,2026-07-01T08:00:00Z,cross-site-scripting`,
    );
    await house.submit({ csv: ["ip,host,port,timestamp,type", ...rows].join("\n") });
  }

  it("hears first where many never asked, and the others once it was looked at", async () => {
    await submitToMany(30);
    await house.run();
    expect(house.server.kept.length).toBe(10);
    house.later(59);
    await house.run();
    expect(house.server.kept.length).toBe(10);
    house.later(1);
    await house.run();
    expect(house.server.kept.length).toBe(30);
    expect(await brakes()).toEqual([]);
  });

  it("holds the others when it went wrong", async () => {
    await submitToMany(30);
    for (const { address } of abuse(30))
      house.server.behave(address, { kind: "reply", at: "rcpt", code: 550, text: "5.1.1 Gone" });
    await house.run();
    house.later(60);
    await house.run();
    expect((await brakes()).map(({ kind }) => kind)).toContain("bounces");
    house.server.forget();
    house.later(60);
    await house.run();
    expect(house.server.kept.length).toBe(0);
  });
});

describe("kill switches", () => {
  const put = (target: HoldTarget) =>
    throwSwitch({ context, input: { target, reason: "test", actor: operator } });
  const take = (target: HoldTarget) => liftSwitch({ context, input: { target, actor: operator } });

  it.each([
    ["case", { kind: "case", value: "C-1" }],
    ["finder", { kind: "finder", value: "finder" as FinderId }],
    ["lane", { kind: "lane", value: "week" }],
    ["channel", { kind: "channel", value: "mail" }],
  ] as const)(
    "of a %s: nothing goes out until it is lifted, then all does, once",
    async (_, target) => {
      await house.loadWorld({ organisations: { uni: { claims: ["192.0.2.0/24"] } } });
      house.server.behave("findings@uni.example", {
        kind: "reply",
        at: "rcpt",
        code: 450,
        text: "4.2.1 Busy",
      });
      await house.submit({ csv: list("ssl-freak", "192.0.2.1"), caseName: "C-1" });
      await house.run();
      await put(target);
      house.server.forget();
      house.later(60);
      await house.submit({ csv: list("ssl-freak", "192.0.2.2"), caseName: "C-1" });
      await house.run();
      expect(told()).toEqual([]);
      const { holds } = await listBrakes({ context, input: { actor: operator } });
      expect(holds).toMatchObject([{ kind: target.kind, value: target.value, reason: "test" }]);
      expect(await take(target)).toBe(true);
      expect(await take(target)).toBe(false);
      house.later(60);
      await house.run();
      expect(told()).toEqual(["192.0.2.1", "192.0.2.2"]);
      expect(await house.dispositions()).toEqual({ delivered: 2 });
    },
  );

  const anyTarget = fc.constantFrom<HoldTarget>(
    { kind: "case", value: "C-1" },
    { kind: "finder", value: "first" as FinderId },
    { kind: "lane", value: "week" },
    { kind: "channel", value: "mail" },
  );
  const anyStep = fc.oneof(
    fc.record({ kind: fc.constant("put" as const), target: anyTarget }),
    fc.record({ kind: fc.constant("take" as const), target: anyTarget }),
    fc.record({
      kind: fc.constant("submit" as const),
      finder: fc.constantFrom("first", "second"),
      caseName: fc.constantFrom("C-1", null),
      host: fc.integer({ min: 1, max: 200 }),
    }),
    fc.record({ kind: fc.constant("run" as const), busy: fc.boolean() }),
  );

  it("lose nothing and tell nothing twice, however they are thrown and lifted", async () => {
    await fc.assert(
      fc
        .asyncProperty(fc.array(anyStep, { minLength: 4, maxLength: 12 }), async (steps) => {
          await house.loadWorld({ organisations: { uni: { claims: ["192.0.2.0/24"] } } });
          const hosts = new Set<string>();
          for (const [i, step] of steps.entries()) {
            if (step.kind === "put") await put(step.target);
            else if (step.kind === "take") await take(step.target);
            else if (step.kind === "submit") {
              hosts.add(`192.0.2.${step.host}`);
              const { finder, caseName, host } = step;
              await house.submit({
                csv: `${list("ssl-freak", `192.0.2.${host}`)}
#${i}`,
                finder,
                ...(caseName === null ? {} : { caseName }),
              });
            } else {
              if (step.busy)
                house.server.behave("findings@uni.example", {
                  ...{ kind: "reply", at: "rcpt", code: 450, text: "4.2.1 Busy" },
                });
              await house.run();
              house.server.forget();
            }
            house.later(10);
          }
          for (const target of [
            { kind: "case", value: "C-1" },
            { kind: "finder", value: "first" as FinderId },
            { kind: "lane", value: "week" },
            { kind: "channel", value: "mail" },
          ] as const)
            await take(target);
          for (let hour = 0; hour < 3; hour++) {
            await house.run();
            house.later(120);
          }
          expect(told()).toEqual([...hosts].toSorted());
        })
        .beforeEach(() => house.empty()),
      { ...databasePropertySettings, numRuns: 20 },
    );
  });
});
