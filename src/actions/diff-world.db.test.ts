import { describe, expect, it } from "vitest";
import { operator } from "../../test/makers/actors.ts";
import { useOutgoingHouse } from "../../test/makers/outgoing-house.ts";
import { parseWorldFile } from "../registry/world-file/parse-world-file.ts";
import { findCurrentWorld } from "../store/worlds.ts";
import { diffWorld } from "./diff-world.ts";
import { loadWorld } from "./load-world.ts";

const house = useOutgoingHouse();

const organisation = (id: string) => `
  - id: ${id}
    name: ${id}
    roles: [owner]
    contacts: [{role: findings, email: findings@${id}.example}]
    claims: [{domain: shops.example, basis: proved, since: 2026-01-01}]`;
const worldOf = (id: string) => `organisations: ${organisation(id)}\n`;

function context() {
  return { ...house.context, parseWorld: parseWorldFile };
}

async function submitNames(count: number): Promise<void> {
  const rows = Array.from(
    { length: count },
    (_, i) => `shop-${i}.shops.example,443,2026-07-01T08:00:00Z,ssl-freak`,
  );
  await house.submit({ csv: ["host,port,timestamp,type", ...rows].join("\n") });
}

describe("a change that moves findings about names only", () => {
  const load = (id: string, force = false) =>
    loadWorld({
      context: context(),
      input: { actor: operator, text: worldOf(id), fileName: "world.yaml", force },
    });

  it("is tried without an effect, and says which brake a load would meet", async () => {
    await load("first", true);
    await submitNames(60);
    const before = await findCurrentWorld(house.context.sql);
    const answer = await diffWorld({
      context: context(),
      input: { actor: operator, text: worldOf("second"), fileName: "world.yaml", days: 3 },
    });
    expect(answer).toMatchObject({
      replaced: false,
      unchanged: false,
      coverage: { v4: { addresses: 0, changed: 0 } },
      decisions: { days: 3, findings: 60, moved: 60, owner: 60, changedShare: 1 },
      braked: ["decisions"],
    });
    expect(answer.decisions.changes).toMatchObject([
      { findings: 60, before: { owner: "first" }, after: { owner: "second" } },
    ]);
    expect(await findCurrentWorld(house.context.sql)).toEqual(before);
  });

  it("is held by the brake and let through by force", async () => {
    await load("first", true);
    await submitNames(60);
    await expect(load("second")).rejects.toMatchObject({
      code: "brake",
      message: expect.stringContaining("60 of 60 findings of the last 7 days would go elsewhere"),
      details: { decisions: { moved: 60 } },
    });
    expect(await load("second", true)).toMatchObject({ replaced: true, decisions: { moved: 60 } });
  });

  it("is not held when few findings go elsewhere", async () => {
    await load("first", true);
    await submitNames(50);
    expect(await load("third")).toMatchObject({ replaced: true, decisions: { moved: 50 } });
  });

  it("is refused with a number of days that is none", async () => {
    const input = { actor: operator, text: worldOf("first"), fileName: "world.yaml", days: 400 };
    await expect(diffWorld({ context: context(), input })).rejects.toMatchObject({
      code: "wrong-usage",
    });
  });
});
