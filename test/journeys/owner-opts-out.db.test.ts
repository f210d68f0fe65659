import { expect, test } from "vitest";
import { makeWorld, type PlainWorld } from "../properties/make-world.ts";
import { useClearingHouse } from "./clearing-house.ts";

const house = useClearingHouse();

const plain = {
  organisations: {
    uni: { claims: ["192.0.2.0/24"], memberOf: [{ of: "cert", informed: true }], path: "direct" },
    cert: { serves: ["192.0.2.0/24"] },
  },
} satisfies PlainWorld;

function list(type: string, ...addresses: readonly string[]): string {
  const rows = addresses.map((address) => `${address},443,2026-07-02T10:00:00Z,${type}`);
  return ["ip,port,timestamp,type", ...rows].join("\n");
}

test("golden scenario 8: an owner opts out; a third finder reports the same host", async () => {
  await house.loadWorld(makeWorld(plain));
  const first = await house.submit({ finder: "first", csv: list("ssl-freak", "192.0.2.7") });
  expect(first.dispositions).toEqual({ pending: 1 });

  house.setTime("2026-07-03T09:00:00Z");
  const since = Date.parse("2026-07-03T00:00:00Z");
  const until = Date.parse("2026-09-01T00:00:00Z");
  await house.loadWorld(
    makeWorld({ ...plain, stops: [{ of: "192.0.2.7/32", by: "uni", since, until }] }),
  );
  const second = await house.submit({ finder: "second", csv: list("ssl-freak", "192.0.2.7") });
  expect(second.dispositions).toEqual({ duplicate: 1 });
  const third = await house.submit({
    finder: "third",
    csv: list("ssl-poodle", "192.0.2.7", "192.0.2.8"),
  });

  // The host is silenced and on record, its neighbour is told, the safety net does not step in.
  expect(third).toMatchObject({ accepted: 2, new: 2 });
  expect(third.dispositions).toEqual({ suppressed: 1, pending: 1 });
  const found = (await house.findings()).filter(({ type }) => type === "ssl-poodle");
  expect(
    found.map(({ address, owner, rung, held, disposition }) => {
      return { address, owner, rung, held, disposition };
    }),
  ).toEqual([
    { address: "192.0.2.7", owner: "uni", rung: null, held: "stopped", disposition: "suppressed" },
    { address: "192.0.2.8", owner: "uni", rung: "chosen-path", held: null, disposition: "pending" },
  ]);
});

test("an owner that wants nothing of a kind: declined, recorded, whoever finds it", async () => {
  house.setTime("2026-07-04T09:00:00Z");
  const filters = [{ kind: "misconfiguration" as const, type: null }];
  const { uni, cert } = plain.organisations;
  await house.loadWorld(makeWorld({ organisations: { uni: { ...uni, filters }, cert } }));
  for (const finder of ["first", "third"]) {
    const address = finder === "first" ? "192.0.2.20" : "192.0.2.21";
    const summary = await house.submit({ finder, csv: list("open-rdp", address) });
    expect(summary.dispositions).toEqual({ declined: 1 });
  }
  const declined = (await house.findings()).filter(({ disposition }) => disposition === "declined");
  expect(declined.map(({ owner, organisation, held }) => ({ owner, organisation, held }))).toEqual([
    { owner: "uni", organisation: null, held: "declined" },
    { owner: "uni", organisation: null, held: "declined" },
  ]);
});
