import { beforeEach, describe, expect, it } from "vitest";
import { emptyTables } from "../../test/empty-tables.ts";
import { memberOf, operator } from "../../test/makers/actors.ts";
import { useOutgoingHouse } from "../../test/makers/outgoing-house.ts";
import type { Actor } from "../domain/access/actor.ts";
import { parseWorldFile } from "../registry/world-file/parse-world-file.ts";
import { readWorld } from "../store/worlds.ts";
import { endLaw } from "./end-law.ts";
import type { LawContext } from "./law/law-context.ts";
import { listRegister } from "./list-register.ts";
import { readRegisterLog } from "./read-register-log.ts";
import { recordLaw } from "./record-law.ts";

const house = useOutgoingHouse();
const { sql } = house.context;

const context: LawContext = {
  sql,
  clock: house.context.clock,
  catalogue: house.context.catalogue,
  readBasis: house.context.readBasis,
  parseWorld: parseWorldFile,
  instance: { ...house.context.instance, approvals: {} },
};

beforeEach(async () => {
  await emptyTables(sql, "register_changes, register_entries, approval_requests");
  await house.loadWorld({
    organisations: {
      alfa: { roles: ["owner"], claims: ["192.0.2.0/24"] },
      cert: { roles: ["intermediary"] },
    },
  });
});

const sections = {
  designations: [{ sector: "education", intermediary: "cert", since: "2026-01-01" }],
  suppressions: [{ email: "abuse@old.example", reason: "asked to stop" }],
};

type More = { readonly dryRun?: boolean; readonly force?: boolean; readonly actor?: Actor };

const record = (said: Record<string, unknown> = sections, more: More = {}, using = context) =>
  recordLaw({
    context: using,
    input: {
      actor: operator,
      sections: said,
      reason: "in force",
      dryRun: false,
      force: false,
      ...more,
    },
  });

const end = (id: string) =>
  endLaw({
    context,
    input: { actor: operator, id, reason: "over", dryRun: false, force: false },
  });

const list = (section: string | null = null) =>
  listRegister({ context, input: { actor: operator, section } });

describe("law in the register", () => {
  it("holds beside the file from its recording until it is ended", async () => {
    const { outcome, put } = await record();
    expect(outcome).toBe("recorded");
    expect(put.map(({ section }) => section)).toEqual(["designation", "suppression"]);
    expect(await readWorld(sql)).toMatchObject({
      designations: [{ sector: "education", intermediary: "cert" }],
      suppressions: [{ email: "abuse@old.example" }],
    });
    const [designation] = await list("designation");
    await end(designation?.id ?? "");
    expect((await readWorld(sql)).designations).toEqual([]);
    expect(await list()).toMatchObject([{ section: "suppression" }]);
    const log = await readRegisterLog({
      context,
      input: { actor: operator, about: null, limit: 10 },
    });
    expect(log).toMatchObject([
      { act: "law.record", put: 0, ended: 1, reason: "over" },
      { act: "law.record", put: 2, ended: 0, reason: "in force" },
    ]);
  });

  it("is recorded once, however often it is said", async () => {
    await record();
    expect(await record()).toMatchObject({ outcome: "unchanged", put: [] });
    const more = { ...sections, stops: [] };
    expect(await record(more)).toMatchObject({ outcome: "unchanged" });
    expect(await list()).toHaveLength(2);
  });

  it("is shown first, and a dry run changes nothing", async () => {
    const shown = await record(sections, { dryRun: true });
    expect(shown).toMatchObject({ outcome: "dry-run", braked: [] });
    expect(shown.trial?.decisions.findings).toBe(0);
    expect(await list()).toEqual([]);
  });

  it.each([
    [{ organisations: [] }, "organisations"],
    [{}, "nothing"],
    [
      { designations: [{ sector: "education", intermediary: "nobody", since: "2026-01-01" }] },
      "nobody",
    ],
    [
      { designations: [{ sector: "education", intermediary: "alfa", since: "2026-01-01" }] },
      "alfa",
    ],
    [{ suppressions: [{ email: "nowhere", reason: "x" }] }, "mail address"],
    [{ mandates: "all" }, "list"],
  ] as const)("is refused where it cannot be: %j", async (said, why) => {
    await expect(record(said)).rejects.toMatchObject({
      code: "input-refused",
      message: expect.stringContaining(why),
    });
  });

  it("is held by the brake where too many findings would go elsewhere", async () => {
    const row = (i: number) => `192.0.2.${i},ssl-freak,2026-07-01T08:00:00Z\n`;
    const rows = Array.from({ length: 60 }, (_, i) => row(i + 1)).join("");
    await house.submit({ csv: `ip,type,timestamp\n${rows}` });
    const { world } = await house.context.readBasis();
    const address = world.organisations.find(({ id }) => id === "alfa")?.contacts[0]?.email;
    const said = { suppressions: [{ email: address, reason: "asked to stop" }] };
    expect(await record(said, { dryRun: true })).toMatchObject({ braked: ["decisions"] });
    await expect(record(said)).rejects.toMatchObject({ code: "brake" });
    expect(await list()).toEqual([]);
    expect(await record(said, { force: true })).toMatchObject({ outcome: "recorded" });
  });

  it("needs a second person where the instance says so", async () => {
    const rule = { people: 2, bodies: 1, within: { months: 0, days: 3, ms: 0 }, above: null };
    const strict = {
      ...context,
      instance: { ...context.instance, approvals: { "law.record": rule } },
    };
    await expect(record(sections, {}, strict)).rejects.toMatchObject({ code: "approval-needed" });
    expect(await list()).toEqual([]);
  });

  it("is for operators only, and ends nothing but law", async () => {
    const member = memberOf("alfa", "administrator");
    await expect(record(sections, { actor: member })).rejects.toMatchObject({
      code: "not-permitted",
    });
    await expect(end("01931c2e-7d5a-7c34-9b6f-2f6a3d1c8e90")).rejects.toMatchObject({
      code: "not-found",
    });
  });
});
