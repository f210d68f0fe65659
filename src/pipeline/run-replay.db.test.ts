import { describe, expect, it } from "vitest";
import { useOutgoingHouse } from "../../test/makers/outgoing-house.ts";
import { makeWorld, type PlainWorld } from "../../test/properties/make-world.ts";
import type { DecisionDifference } from "../domain/decision/decision-difference.ts";
import { compareDecisions } from "./run-replay.ts";

const house = useOutgoingHouse();

const present: PlainWorld = {
  organisations: {
    uni: { claims: ["192.0.2.0/24", "uni.example"], memberOf: ["cert"], path: "direct" },
    cert: {},
    region: { serves: ["198.51.100.0/24"] },
  },
};

async function compare(world: PlainWorld, days = 7): Promise<DecisionDifference> {
  return compareDecisions(house.context, {
    before: await house.context.readBasis(),
    after: makeWorld(world),
    days,
  });
}

function list(...rows: readonly string[]): string {
  const lines = rows.map((row) => `${row},443,2026-06-30T08:00:00Z`);
  return ["ip,host,type,port,timestamp", ...lines].join("\n");
}

const report = list(
  "192.0.2.1,,ssl-freak",
  "192.0.2.2,,ssl-freak",
  "192.0.2.3,,open-rdp",
  "198.51.100.1,,ssl-freak",
  "2001:db8::1,,ssl-freak",
  "10.0.0.1,,ssl-freak",
  ",www.uni.example,ssl-freak",
);

describe("compareDecisions", () => {
  it("finds no difference between a world and itself, and leaves out what is out of scope", async () => {
    await house.loadWorld(present);
    await house.submit({ csv: report });
    expect(await compare(present)).toEqual({
      ...{ days: 7, findings: 6, moved: 0, owner: 0, tier: 0, newlyHeld: 0, noLongerHeld: 0 },
      ...{ informed: 0, changedShare: 0, open: { findings: 6, moved: 0 } },
      ...{ changes: [], changesLeftOut: 0 },
    });
  });

  it("says from whom to whom, how many, and in which step the two walks part", async () => {
    await house.loadWorld(present);
    await house.submit({ csv: report });
    const difference = await compare({
      organisations: {
        ...present.organisations,
        uni: { claims: ["192.0.2.0/24", "uni.example"], memberOf: ["cert"], path: null },
      },
    });
    expect(difference).toMatchObject({ findings: 6, moved: 4, owner: 0, newlyHeld: 0 });
    expect(difference.changes.map(({ findings }) => findings)).toEqual([4]);
    expect(difference.changes[0]).toMatchObject({
      before: { owner: "uni", rung: "chosen-path", organisation: "uni", held: null },
      after: { owner: "uni", rung: "sole-intermediary", organisation: "cert", held: null },
      example: { object: expect.stringMatching(/^192\.0\.2\.|uni\.example$/) },
      why: {
        before: { step: "rung", rung: "chosen-path", candidate: "uni", outcome: "taken" },
        after: { step: "rung", rung: "chosen-path", candidate: null, outcome: "no candidate" },
      },
    });
  });

  it("counts what nobody would be told of any more, and what somebody would be told of at last", async () => {
    await house.loadWorld(present);
    await house.submit({ csv: report });
    const difference = await compare({
      organisations: {
        uni: {
          ...present.organisations?.uni,
          filters: [{ kind: "vulnerability", type: null }],
        },
        cert: {},
        six: { claims: ["2001:db8::/32"] },
      },
    });
    expect(difference).toMatchObject({ newlyHeld: 4, noLongerHeld: 1, moved: 5, owner: 1 });
  });

  it("takes findings as if they came in again now, and open ones as they were seen", async () => {
    await house.loadWorld(present);
    await house.submit({ csv: report });
    const since = Date.parse("2026-07-01T00:00:00Z");
    const difference = await compare({
      organisations: {
        ...present.organisations,
        six: { claims: [{ of: "2001:db8::/32", since }] },
      },
    });
    // The claim began after it was seen: new proof gives no history.
    expect(difference).toMatchObject({
      moved: 1,
      noLongerHeld: 1,
      open: { findings: 6, moved: 0 },
    });
  });

  it("looks at the last days only", async () => {
    await house.loadWorld(present);
    await house.submit({ csv: report });
    house.later(3 * 24 * 60);
    expect(await compare({}, 2)).toMatchObject({ findings: 0, changedShare: 0 });
    expect(await compare({}, 4)).toMatchObject({ findings: 6, moved: 5 });
  });
});
