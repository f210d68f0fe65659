import { beforeEach, describe, expect, test } from "vitest";
import { emptyTables } from "../../test/empty-tables.ts";
import { useOutgoingHouse } from "../../test/makers/outgoing-house.ts";
import type { HouseActor } from "../domain/access/actor.ts";
import type { ApprovalRule, Approvals } from "../domain/access/approval.ts";
import type { CorrectionScope } from "../domain/correction/scope.ts";
import type { ReportId } from "../domain/ids.ts";
import { AppError } from "../platform/errors.ts";
import { approveRequest } from "./approve-request.ts";
import { approveVolume } from "./approve-volume.ts";
import { liftBrakes } from "./lift-brakes.ts";
import { listBrakes } from "./list-brakes.ts";
import { previewRecall } from "./preview-recall.ts";
import { recallReports } from "./recall-reports.ts";
import { refuseRequest } from "./refuse-request.ts";

const house = useOutgoingHouse();

const rule: ApprovalRule = {
  people: 2,
  bodies: 2,
  within: { months: 0, days: 1, ms: 0 },
  above: 3,
};
const approvals: Approvals = { "report.recall": rule, "volume.approve": rule };
const { sql, clock, catalogue, sources, masterKey, keptFolder, readBasis, chunkRows } =
  house.context;
const context = {
  ...{ sql, clock, catalogue, sources, masterKey, keptFolder, readBasis, chunkRows },
  get instance() {
    return { ...house.context.instance, approvals };
  },
};

const person = (name: string, body: string): HouseActor => {
  return { kind: "house", name, roles: ["operator"], body, scopes: null };
};
const jan = person("token jan (00000a)", "NCSC");
const colleague = person("token klaas (00000c)", "NCSC");
const piet = person("token piet (00000b)", "DIVD");

beforeEach(async () => {
  await emptyTables(sql, "approval_requests");
  await house.loadWorld({
    organisations: { uni: { claims: ["192.0.2.0/24"] } },
    finders: { finder: [] },
  });
});

function list(type: string, from: number, count: number): string {
  const rows = Array.from(
    { length: count },
    (_, i) => `192.0.2.${from + i},443,2026-07-01T08:00:00Z,${type}`,
  );
  return ["ip,port,timestamp,type", ...rows].join("\n");
}

/** The request that an act waits for. */
async function requestOf(doing: Promise<unknown>): Promise<string> {
  const refusal = await doing.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(refusal instanceof AppError)) throw new Error(`It was not refused: ${String(refusal)}`);
  expect(refusal.code).toBe("approval-needed");
  return String(refusal.details.request);
}

const approve = (actor: HouseActor, id: string) =>
  approveRequest({ context, input: { actor, id } });

async function recall(
  actor: HouseActor,
  report: ReportId,
  { reason = "the wrong list", en = null as string | null } = {},
) {
  const scope: CorrectionScope = { kind: "report", report };
  const { digest } = await previewRecall({ context, input: { scope, actor } });
  const input = { scope, digest, reason, texts: { nl: null, en }, actor };
  return recallReports({ context, input });
}

describe("a recall of more rows than the rule lets one person take back", () => {
  test("waits for somebody of another body, and is then done once, as it was asked", async () => {
    const { report } = await house.submit({ csv: list("ssl-freak", 1, 4) });
    await house.run();
    const id = await requestOf(recall(jan, report));
    await expect(approve(jan, id)).rejects.toThrow();
    expect((await approve(colleague, id)).state).toMatchObject({ kind: "waiting" });
    expect(await requestOf(recall(jan, report))).toBe(id);
    expect(await house.dispositions()).toEqual({ delivered: 4 });
    expect((await approve(piet, id)).state).toEqual({ kind: "approved" });
    // What was approved is this reason and this text, and no other.
    expect(await requestOf(recall(jan, report, { en: "Sorry for that." }))).not.toBe(id);
    expect(await recall(jan, report)).toMatchObject({ withdrawn: 4 });
    expect(await house.dispositions()).toEqual({ withdrawn: 4 });
    expect((await house.run()).corrected).toBe(1);
    await expect(recall(jan, report)).rejects.toThrow();
  });

  test("is not done with an approval of something else by now, nor one that was refused", async () => {
    const { report } = await house.submit({ csv: list("ssl-freak", 1, 4) });
    await house.run();
    const id = await requestOf(recall(jan, report));
    await approve(piet, id);
    // Another finder shows one of them meanwhile: it would stand.
    await house.submit({ csv: list("ssl-freak", 1, 1), finder: "other" });
    const other = await requestOf(recall(jan, report));
    expect(other).not.toBe(id);
    await refuseRequest({ context, input: { actor: piet, id: other, reason: "they are right" } });
    expect(await requestOf(recall(jan, report))).not.toBe(other);
    expect(await house.dispositions()).toEqual({ delivered: 4 });
  });

  test("needs nobody else below the threshold", async () => {
    const { report } = await house.submit({ csv: list("ssl-freak", 1, 3) });
    await house.run();
    expect(await recall(jan, report)).toMatchObject({ withdrawn: 3 });
  });
});

describe("brakes that hold more rows than the rule lets one person let go", () => {
  const brakes = async () => (await listBrakes({ context, input: { actor: jan } })).reports;
  const told = (): number => house.server.kept.length;

  test("on a report wait for somebody of another body", async () => {
    house.keepBrakes({ ...context.instance.brakes.reports, noveltyRows: 3 });
    await house.submit({ csv: list("open-rdp", 200, 1), finder: "other" });
    await house.run();
    house.later(1);
    await house.submit({ csv: list("ssl-freak", 1, 4), release: false });
    await house.run();
    expect([told(), (await brakes()).map(({ rows }) => rows)]).toEqual([1, [4]]);
    const lift = async (actor: HouseActor) => {
      const ids = (await brakes()).map(({ id }) => id);
      return liftBrakes({ context, input: { brakes: ids, actor } });
    };
    const id = await requestOf(lift(jan));
    await approve(colleague, id);
    expect(await requestOf(lift(colleague))).toBe(id);
    await house.run();
    expect(told()).toBe(1);
    await approve(piet, id);
    // Whoever asks for the same act may do it once it is approved, and once only.
    expect(await lift(jan)).toHaveLength(1);
    await house.run();
    expect([told(), await brakes(), await lift(jan)]).toEqual([2, [], []]);
  });

  test("on what one recipient gets wait for somebody of another body, again when it is more", async () => {
    const volume = { floor: 3, factor: 1 };
    const braked = { ...context.instance.brakes, volume };
    house.keepHours({ brakes: braked, digests: context.instance.digests });
    await house.submit({ csv: list("ssl-freak", 1, 4) });
    await house.run();
    expect(told()).toBe(0);
    const lift = () => approveVolume({ context, input: { brakes: "all", actor: jan } });
    const id = await requestOf(lift());
    await approve(piet, id);
    await house.submit({ csv: list("ssl-freak", 10, 2) });
    await house.run();
    const more = await requestOf(lift());
    expect(more).not.toBe(id);
    await approve(piet, more);
    expect(await lift()).toHaveLength(1);
    await house.run();
    expect(await house.dispositions()).toEqual({ delivered: 6 });
  });
});
