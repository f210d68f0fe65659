import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { operator } from "../../test/makers/actors.ts";
import { makeMailboxes } from "../../test/makers/mailboxes.ts";
import { Killed, useOutgoingHouse } from "../../test/makers/outgoing-house.ts";
import type { PlainWorld } from "../../test/properties/make-world.ts";
import { previewRecall } from "../actions/preview-recall.ts";
import { recallReports } from "../actions/recall-reports.ts";
import { refuseReport } from "../actions/refuse-report.ts";
import { releaseReport } from "../actions/release-report.ts";
import type { CorrectionScope } from "../domain/correction/scope.ts";
import type { FinderId, FindingTypeId, ReportId } from "../domain/ids.ts";
import { findReportSummary } from "../store/views/report-summary.ts";

const house = useOutgoingHouse();
const { context } = house;

const world: PlainWorld = {
  organisations: {
    uni: { claims: ["192.0.2.0/24"] },
    firm: { claims: ["198.51.100.0/24"] },
    net: { claims: [{ of: "203.0.113.0/24", use: "operate" }] },
  },
};

function list(type: string, ...addresses: readonly string[]): string {
  const rows = addresses.map((ip) => `${ip},443,2026-07-01T08:00:00Z,${type}`);
  return ["ip,port,timestamp,type", ...rows].join("\n");
}

const addressOf = (id: string): string => `findings@${id}.example`;
const boxOf = (id: string) => makeMailboxes(house.server.kept).get(addressOf(id)) ?? [];

async function query<Row>(text: string): Promise<Row[]> {
  return (await context.sql.query<Row>(text)).rows;
}

async function recallIt(scope: CorrectionScope, texts = { nl: null, en: null }) {
  const { digest } = await previewRecall({ context, input: { scope, actor: operator } });
  const input = { scope, digest, reason: "the wrong list", texts, actor: operator };
  return recallReports({ context, input });
}

const ofReport = (report: ReportId): CorrectionScope => ({ kind: "report", report });

/** Corrections as their recipients read them, in order of address: what each row says now. */
function corrections() {
  const found = house.server.kept.flatMap(({ to, bytes }) => {
    const text = bytes.toString("utf8");
    if (!/^Subject: .*(Correction|Rectificatie)/m.test(text)) return [];
    const attached = /Content-Disposition: attachment[^\r]*\r\n\r\n([A-Za-z0-9+/=\r\n]+)/.exec(
      text,
    );
    const csv = Buffer.from(attached?.[1] ?? "", "base64").toString("utf8");
    const records = parse(csv, { columns: true }) as Record<string, string>[];
    return [{ to, text, rows: records.map(({ address, now }) => `${address} ${now}`) }];
  });
  return found.toSorted((a, b) => (a.to < b.to ? -1 : 1));
}

describe("recalling a report", () => {
  it("tells whoever got rows of it, in their thread, and nobody else", async () => {
    await house.loadWorld(world);
    const wrong = await house.submit({ csv: list("ssl-freak", "192.0.2.1", "198.51.100.1") });
    await house.submit({ csv: list("open-rdp", "203.0.113.1", "192.0.2.9"), finder: "other" });
    await house.run();
    const before = house.server.kept.length;
    const [first] = boxOf("uni").filter(({ rows }) => rows.includes("192.0.2.1"));

    const recalled = await recallIt(ofReport(wrong.report));
    expect(recalled).toMatchObject({ withdrawn: 2, waits: 0, stands: 0, unsent: 0, rows: 2 });
    expect((await house.run()).corrected).toBe(2);
    const told = corrections();
    expect(told.map(({ to, rows }) => [to, rows])).toEqual([
      [addressOf("firm"), ["198.51.100.1 withdrawn"]],
      [addressOf("uni"), ["192.0.2.1 withdrawn"]],
    ]);
    expect(told[1]?.text).toContain(`In-Reply-To: ${first?.messageId}`);
    expect(told[1]?.text).toContain(`References: ${first?.messageId}`);
    expect(house.server.kept.length).toBe(before + 2);
    expect(await query("select state, count(*) from findings group by 1 order by 1")).toEqual([
      { state: 1, count: 2 },
      { state: 11, count: 2 },
    ]);
    const summary = await findReportSummary(context.sql, wrong.report);
    expect(summary?.dispositions).toEqual({ withdrawn: 2 });
    expect(summary?.recalled).toMatchObject({ reason: "the wrong list" });
    // Whatever happens now, nobody hears it again.
    house.later(24 * 60);
    expect((await house.run()).corrected).toBe(0);
    expect(house.server.kept.length).toBe(before + 2);
  });

  it("keeps what another report shows, and says that only the evidence is gone", async () => {
    await house.loadWorld(world);
    const wrong = await house.submit({ csv: list("ssl-freak", "192.0.2.1", "192.0.2.2") });
    const right = await house.submit({ csv: list("ssl-freak", "192.0.2.2"), finder: "other" });
    await house.run();
    const preview = await previewRecall({
      context,
      input: { scope: ofReport(wrong.report), actor: operator },
    });
    expect(preview).toMatchObject({
      findings: { withdrawn: 1, waits: 0, stands: 1, byState: { notified: 1 } },
      recipients: 1,
      told: [{ channel: "mail", state: "accepted", notifications: 1, rows: 2 }],
      samples: { withdrawn: [{ address: "192.0.2.1" }], stands: [{ finder: "other" }] },
    });
    await recallIt(ofReport(wrong.report));
    await house.run();
    expect(corrections().map(({ rows }) => rows)).toEqual([
      ["192.0.2.1 withdrawn", "192.0.2.2 stands"],
    ]);
    expect(await house.dispositions()).toEqual({ delivered: 1, withdrawn: 1 });
    const of = async (report: ReportId) =>
      (await findReportSummary(context.sql, report))?.dispositions;
    expect(await of(wrong.report)).toEqual({ withdrawn: 2 });
    // Its row stands for the finding now: as if the other had never come.
    expect(await of(right.report)).toEqual({ delivered: 1 });
    // And when that is recalled too, nobody shows it any more.
    expect(await recallIt(ofReport(right.report))).toMatchObject({ withdrawn: 1, stands: 0 });
    expect(await of(right.report)).toEqual({ withdrawn: 1 });
  });

  it("leaves alone who was told of it by others", async () => {
    await house.loadWorld(world);
    await house.submit({ csv: list("ssl-freak", "192.0.2.1"), finder: "other" });
    const again = await house.submit({ csv: list("ssl-freak", "192.0.2.1", "198.51.100.1") });
    await house.run();
    expect(await recallIt(ofReport(again.report))).toMatchObject({ withdrawn: 1, rows: 1 });
    await house.run();
    expect(corrections().map(({ to }) => to)).toEqual([addressOf("firm")]);
    const { dispositions } = (await findReportSummary(context.sql, again.report)) ?? {};
    expect(dispositions).toEqual({ withdrawn: 2 });
  });

  it("lets wait what only waiting reports show, and tells anew once they are released", async () => {
    await house.loadWorld(world);
    const wrong = await house.submit({ csv: list("ssl-freak", "192.0.2.1") });
    const waiting = await house.submit({
      csv: list("ssl-freak", "192.0.2.1", "192.0.2.2"),
      finder: "other",
      release: false,
    });
    await house.run();
    expect(boxOf("uni").map(({ rows }) => rows)).toEqual([["192.0.2.1"]]);
    expect(await recallIt(ofReport(wrong.report))).toMatchObject({ withdrawn: 0, waits: 1 });
    await house.run();
    expect(corrections().map(({ rows }) => rows)).toEqual([["192.0.2.1 withdrawn"]]);
    expect(await house.dispositions()).toEqual({ heldForPerson: 2 });
    await releaseReport({ context, input: { report: waiting.report, actor: operator } });
    await house.run();
    // The one in its first round, the other in the next.
    const anew = boxOf("uni")
      .slice(-2)
      .map(({ rows }) => rows);
    expect(anew.toSorted()).toEqual([["192.0.2.1"], ["192.0.2.2"]]);
    expect(await house.dispositions()).toEqual({ delivered: 2 });
    const { accepted, dispositions } = (await findReportSummary(context.sql, waiting.report)) ?? {};
    expect([accepted, dispositions]).toEqual([2, { delivered: 2 }]);
  });

  it("takes back what a waiting report had opened and this one had let go", async () => {
    await house.loadWorld(world);
    const waiting = await house.submit({
      csv: list("ssl-freak", "192.0.2.1"),
      finder: "other",
      release: false,
    });
    const wrong = await house.submit({ csv: list("ssl-freak", "192.0.2.1") });
    await house.run();
    expect(boxOf("uni").map(({ rows }) => rows)).toEqual([["192.0.2.1"]]);
    expect(await recallIt(ofReport(wrong.report))).toMatchObject({ withdrawn: 0, waits: 1 });
    await house.run();
    expect(corrections().map(({ rows }) => rows)).toEqual([["192.0.2.1 withdrawn"]]);
    expect(await house.dispositions()).toEqual({ heldForPerson: 1 });
    const reason = "nothing there";
    await refuseReport({ context, input: { report: waiting.report, reason, actor: operator } });
    expect(await house.dispositions()).toEqual({ withdrawn: 1 });
  });

  it("does not send what was not sent yet; rows of others in it go out", async () => {
    await house.loadWorld(world);
    const wrong = await house.submit({ csv: list("ssl-freak", "192.0.2.1") });
    await house.submit({ csv: list("ssl-freak", "192.0.2.2"), finder: "other" });
    house.server.behave(addressOf("uni"), {
      kind: "reply",
      at: "rcpt",
      code: 450,
      text: "4.2.1 Busy",
    });
    await house.run();
    expect(await recallIt(ofReport(wrong.report))).toMatchObject({ unsent: 1, rows: 0 });
    house.server.forget();
    house.later(10);
    await house.run();
    expect(boxOf("uni").map(({ rows }) => rows)).toEqual([["192.0.2.2"]]);
    expect(corrections()).toEqual([]);
  });

  it("corrects what was on its way at that moment, once it is known to have arrived", async () => {
    await house.loadWorld(world);
    const wrong = await house.submit({ csv: list("ssl-freak", "192.0.2.1", "198.51.100.1") });
    house.dieAt("content-sent");
    await expect(house.run()).rejects.toBeInstanceOf(Killed);
    house.dieAt(null);
    const recalled = await recallIt(ofReport(wrong.report));
    expect(recalled.withdrawn).toBe(2);
    // Begun, or taken back: what was begun is settled below.
    expect(recalled.rows + recalled.unsent).toBe(2);
    house.askServer(true);
    house.later(60);
    await house.run();
    await house.run();
    const arrived = house.server.kept.filter(
      ({ bytes }) => !/^Subject: .*Rect/m.test(String(bytes)),
    );
    expect(arrived.length).toBeGreaterThan(0);
    expect(corrections().map(({ to }) => to)).toEqual(arrived.map(({ to }) => to).toSorted());
    expect(await house.dispositions()).toEqual({ withdrawn: 2 });
  });

  it("opens anew what somebody sees again, whenever it was seen", async () => {
    await house.loadWorld(world);
    const wrong = await house.submit({ csv: list("ssl-freak", "192.0.2.1") });
    await house.run();
    await recallIt(ofReport(wrong.report));
    await house.submit({
      csv: "ip,port,timestamp,type\n192.0.2.1,443,2026-06-20T08:00:00Z,ssl-freak",
      finder: "other",
    });
    await house.run();
    expect(await query("select episode, state from findings")).toEqual([{ episode: 2, state: 1 }]);
    const told = boxOf("uni").filter(({ rows }) => rows.length > 0);
    expect(told.map(({ rows }) => rows)).toEqual([["192.0.2.1"], ["192.0.2.1"]]);
  });

  it("recalls nothing but what was previewed", async () => {
    await house.loadWorld(world);
    const one = await house.submit({ csv: list("ssl-freak", "192.0.2.1"), caseName: "C-1" });
    await house.run();
    const scope: CorrectionScope = { kind: "case", name: "C-1" };
    const { digest } = await previewRecall({ context, input: { scope, actor: operator } });
    await house.submit({ csv: list("ssl-freak", "192.0.2.2"), finder: "other", caseName: "C-1" });
    const texts = { nl: null, en: null };
    const input = { scope, digest, reason: "wrong", texts, actor: operator };
    await expect(recallReports({ context, input })).rejects.toMatchObject({ code: "conflict" });
    expect(await recallIt(scope)).toMatchObject({ withdrawn: 2 });
    await expect(recallIt(ofReport(one.report))).rejects.toMatchObject({ code: "conflict" });
  });

  it("recalls one type, of one finder", async () => {
    await house.loadWorld(world);
    const mixed = await house.submit({
      csv: `${list("ssl-freak", "192.0.2.1", "192.0.2.2")}\n192.0.2.3,3389,2026-07-01T08:00:00Z,open-rdp`,
    });
    await house.submit({ csv: list("ssl-freak", "192.0.2.2", "198.51.100.1"), finder: "other" });
    await house.run();
    const scope = {
      kind: "type",
      type: "ssl-freak" as FindingTypeId,
      finder: "finder" as FinderId,
    } as const;
    expect(await recallIt(scope)).toMatchObject({ withdrawn: 1, stands: 1, rows: 2 });
    await house.run();
    expect(corrections().map(({ to, rows }) => [to, rows])).toEqual([
      [addressOf("uni"), ["192.0.2.1 withdrawn", "192.0.2.2 stands"]],
    ]);
    const { accepted, dispositions } = (await findReportSummary(context.sql, mixed.report)) ?? {};
    expect([accepted, dispositions]).toEqual([3, { delivered: 1, withdrawn: 2 }]);
    // Of everybody: what the other finder says of it, too.
    expect(await recallIt({ ...scope, finder: null })).toMatchObject({ withdrawn: 2 });
  });
});
