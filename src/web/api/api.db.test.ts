import { gzipSync } from "node:zlib";
import { beforeEach, expect, test } from "vitest";
import { useWebHouse } from "../../../test/makers/web-house.ts";

const web = useWebHouse();
const { house } = web;

beforeEach(async () => {
  await house.loadWorld({
    organisations: { alfa: { name: "Alfa", claims: ["192.0.2.0/24"] } },
  });
});

const csv =
  "ip,port,timestamp,cve\n192.0.2.7,443,2026-06-30T10:00:00Z,CVE-2021-26855\n198.51.100.1,443,2026-06-30T10:00:00Z,CVE-2021-26855\nnonsense,443,2026-06-30T10:00:00Z,CVE-2021-26855\n";

type Answer = Record<string, unknown>;

async function submit(
  query: string,
  body: RequestInit["body"] = csv,
  headers: Record<string, string> = {},
): Promise<{ status: number; answer: Answer }> {
  const path = `/api/v1/reports?${query}`;
  const answer = await web.ask(path, {
    method: "POST",
    body: body ?? null,
    headers,
    duplex: "half",
  } as RequestInit);
  return { status: answer.status, answer: (await answer.json()) as Answer };
}

const handedOver = "finder=divd&format=csv&grade=verified&release=true&case=DIVD-2026-00001";

async function get(path: string): Promise<Answer> {
  const answer = await web.ask(path);
  expect([path, answer.status]).toEqual([path, 200]);
  return (await answer.json()) as Answer;
}

test("a report that is handed over answers as report submit --json", async () => {
  const { status, answer } = await submit(`${handedOver}&fileName=lijst.csv`);
  expect(status).toBe(200);
  expect(Object.keys(answer)).toEqual([
    "report",
    "finder",
    "format",
    "type",
    "sha256",
    "duplicateOf",
    "rows",
    "accepted",
    "quarantined",
    "new",
    "seenAgain",
    "reopened",
    "dispositions",
    "quarantine",
    "elapsedMs",
  ]);
  expect(answer).toMatchObject({
    finder: "divd",
    format: "csv",
    duplicateOf: null,
    rows: 3,
    accepted: 2,
    quarantined: 1,
    new: 2,
    dispositions: { pending: 1, heldForPerson: 1 },
    quarantine: [{ row: 3, line: 4, field: "ip", value: "nonsense" }],
  });
  const shown = await get(`/api/v1/reports/${answer.report}`);
  expect(shown).toMatchObject({
    report: answer.report,
    fileName: "lijst.csv",
    caseName: "DIVD-2026-00001",
    state: "completed",
    tlp: "AMBER",
    rows: 3,
    dispositions: { pending: 1, heldForPerson: 1 },
  });
  expect(await get("/api/v1/reports")).toMatchObject({ reports: [{ report: answer.report }] });
});

test("the same bytes again are a duplicate; packed ones are unpacked", async () => {
  const first = await submit(handedOver);
  const again = await submit(handedOver);
  expect(again.answer).toMatchObject({
    duplicateOf: first.answer.report,
    rows: 0,
    dispositions: {},
  });
  const packed = await submit(handedOver, new Uint8Array(gzipSync(csv)));
  expect(packed.answer).toMatchObject({ duplicateOf: null, rows: 3, seenAgain: 2 });
});

test("without release, the report of a finder that is not trusted waits", async () => {
  const { answer } = await submit("finder=divd&format=csv");
  expect(answer).toMatchObject({ dispositions: { heldForPerson: 2 } });
});

test("columns are mapped, and a type is named, as on the command line", async () => {
  const { answer } = await submit(
    "finder=divd&format=csv&type=open-rdp&map=Adres%3Dip&map=Tijd%3Dtimestamp",
    "Adres,Tijd\n192.0.2.9,2026-06-30T10:00:00Z\n",
  );
  expect(answer).toMatchObject({ accepted: 1, type: "open-rdp" });
});

test("a key that is repeated gives the same answer, whatever happened since", async () => {
  const headers = { "Idempotency-Key": "0190-first" };
  const first = await submit(handedOver, csv, headers);
  await house.run();
  const again = await submit(handedOver, csv, headers);
  expect(again).toEqual(first);
  expect(await get("/api/v1/reports")).toMatchObject({ reports: [{}] });
});

test("a key with other bytes or parameters is refused, and loses nothing", async () => {
  const headers = { "Idempotency-Key": "0190-second" };
  await submit(handedOver, csv, headers);
  const otherBytes = await submit(
    handedOver,
    `${csv}192.0.2.8,443,2026-06-30T10:00:00Z,CVE-2021-26855\n`,
    headers,
  );
  expect(otherBytes).toMatchObject({ status: 422, answer: { code: "input-refused" } });
  const otherRequest = await submit(`${handedOver}&tlp=GREEN`, csv, headers);
  expect(otherRequest.status).toBe(422);
  expect(otherRequest.answer.detail).toContain("other parameters");
});

test("a key is forgotten after a day", async () => {
  const headers = { "Idempotency-Key": "0190-third" };
  const first = await submit(handedOver, csv, headers);
  house.later(24 * 60 - 1);
  expect(await submit(handedOver, csv, headers)).toEqual(first);
  house.later(2);
  expect((await submit(handedOver, csv, headers)).answer).toMatchObject({
    duplicateOf: first.answer.report,
  });
});

test.each([
  ["format=csv", "finder:"],
  ["finder=A%20B&format=csv", "finder: is not the id of a finder"],
  ["finder=f&format=pdf", "format:"],
  ["finder=f&tlp=PURPLE", "tlp: is none of CLEAR"],
  ["finder=f&release=yes", "release:"],
  ["finder=f&map=ip", "map: is not column=field"],
])("%s is refused with what is wrong", async (query, detail) => {
  const { status, answer } = await submit(query);
  expect(status).toBe(400);
  expect(answer).toMatchObject({ code: "wrong-usage", title: "Wrong usage" });
  expect(answer.detail).toContain(detail);
  expect(answer.remedy).toContain("openapi.json");
});

test("a report that cannot be read at all is refused, with its receipt", async () => {
  const { status, answer } = await submit("finder=divd&format=csv", "a,b\n1,2\n");
  expect(status).toBe(422);
  expect(answer).toMatchObject({ code: "input-refused", details: { reason: "bad-header" } });
  const { report } = answer.details as { report: string };
  expect(await get(`/api/v1/reports/${report}`)).toMatchObject({ state: "refused" });
  expect((await submit("finder=divd", "")).answer).toMatchObject({ details: { reason: "empty" } });
});

test("half a report is none", async () => {
  const broken = new ReadableStream<Uint8Array>({
    pull(controller) {
      controller.enqueue(Buffer.from(csv));
      controller.error(new Error("reset"));
    },
  });
  const { status, answer } = await submit(handedOver, broken, {});
  expect(status).toBe(422);
  expect(answer.detail).toContain("Nothing was taken in");
  expect(await get("/api/v1/reports")).toEqual({ reports: [] });
});

test("findings come page by page and can be narrowed", async () => {
  await submit(handedOver);
  const all = (await get("/api/v1/findings")) as { findings: Answer[]; nextCursor: null };
  expect(all.findings.map(({ address }) => address)).toEqual(["198.51.100.1", "192.0.2.7"]);
  expect(all.nextCursor).toBeNull();
  const first = await get("/api/v1/findings?limit=1");
  expect(first.findings).toEqual(all.findings.slice(0, 1));
  const second = await get(`/api/v1/findings?limit=1&after=${first.nextCursor}`);
  expect(second).toEqual({ findings: all.findings.slice(1), nextCursor: null });
  const narrowed = await get("/api/v1/findings?prefix=192.0.2.0/24&owner=alfa&state=open");
  expect(narrowed.findings).toEqual([all.findings[1]]);
  expect((await get("/api/v1/findings?since=2026-07-02T00:00:00%2B02:00")).findings).toEqual([]);
  const { decision } = all.findings[1] as { decision: number };
  expect(await get(`/api/v1/decisions/${decision}`)).toMatchObject({
    id: decision,
    owner: { id: "alfa", name: "Alfa" },
    primary: { rung: "owner", organisation: "alfa", address: "findings@alfa.example" },
    held: null,
    informed: [],
    trace: expect.arrayContaining([expect.objectContaining({ step: "rung", outcome: "taken" })]),
  });
});

test.each([
  ["/api/v1/findings?limit=0", 400],
  ["/api/v1/findings?limit=1001", 400],
  ["/api/v1/findings?after=x'or'1", 400],
  ["/api/v1/findings?prefix=192.0.2.1/24", 400],
  ["/api/v1/findings?disposition=gone", 400],
  ["/api/v1/deliveries?after=1", 400],
  ["/api/v1/deliveries?report=1", 400],
  ["/api/v1/decisions/0", 400],
  ["/api/v1/decisions/12345678901234567890", 400],
  ["/api/v1/decisions/4711", 404],
  ["/api/v1/reports/x", 400],
  ["/api/v1/reports/019ac5f2-0000-7000-8000-000000000000", 404],
  ["/api/v1/who/no%20object%21", 422],
  ["/api/v1/who/192.0.2.7?type=nonesuch", 400],
  ["/api/v1/coverage?country=nl", 400],
  ["/api/v1/coverage?country=ZZ", 404],
])("%s answers %i", async (path, status) => {
  const answer = await web.ask(path);
  expect(answer.status).toBe(status);
  expect(answer.headers.get("Content-Type")).toBe("application/problem+json");
  expect(await answer.json()).toMatchObject({ status, remedy: expect.any(String) });
});

test("deliveries tell what went out and what became of it", async () => {
  const { answer } = await submit(handedOver);
  await house.run();
  const { deliveries } = (await get("/api/v1/deliveries")) as { deliveries: Answer[] };
  expect(deliveries).toMatchObject([
    {
      number: expect.stringMatching(/^NSM-/),
      role: "primary",
      address: "findings@alfa.example",
      organisation: "alfa",
      rung: "owner",
      rows: 1,
      delivery: { state: "accepted", attempts: 1 },
    },
  ]);
  expect((await get("/api/v1/deliveries?state=failed")).deliveries).toEqual([]);
  expect((await get(`/api/v1/deliveries?report=${answer.report}`)).deliveries).toEqual(deliveries);
});

test("findings are answered in bulk: each has an outcome, and a key repeats the answer", async () => {
  await submit(handedOver);
  await house.run();
  const { findings } = (await get("/api/v1/findings?owner=alfa")) as {
    findings: { finding: number }[];
  };
  const id = findings[0]?.finding as number;
  const answerThem = (body: unknown, key: string | null = null) =>
    web.ask("/api/v1/findings/responses", {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        ...(key !== null && { "Idempotency-Key": key }),
      },
      body: JSON.stringify(body),
    });
  const fixed = {
    organisation: "alfa",
    responses: [{ findings: [id, 999_999], kind: "fixed" }],
  };
  const responses = [
    { finding: id, outcome: "taken", because: null },
    { finding: 999_999, outcome: "unknown", because: null },
  ];
  const first = await answerThem(fixed, "one");
  expect(first.status).toBe(200);
  expect(await first.json()).toEqual({ responses });
  expect(await (await answerThem(fixed, "one")).json()).toEqual({ responses });
  const again = (await (await answerThem(fixed)).json()) as { responses: Answer[] };
  expect(again.responses[0]).toMatchObject({ outcome: "unchanged" });
  const other = { organisation: "alfa", responses: [{ findings: [id], kind: "working" }] };
  expect((await answerThem(other, "one")).status).toBe(422);
  expect((await answerThem({ responses: fixed.responses })).status).toBe(400);
  const unreadable = { organisation: "alfa", responses: [{ findings: [id], kind: "accepted" }] };
  expect((await answerThem(unreadable)).status).toBe(422);
  const { findings: after } = (await get("/api/v1/findings?owner=alfa")) as { findings: Answer[] };
  expect(after[0]).toMatchObject({ state: "claimed-fixed" });
});

test.each([
  ["192.0.2.7", "192.0.2.7"],
  ["192.0.2.0%2F24", "192.0.2.0/24"],
  ["2001:DB8:0::1", "2001:db8::1"],
  ["2001%3Adb8%3A%3A1", "2001:db8::1"],
  ["AS64500", "AS64500"],
  ["WWW.Voorbeeld.example", "www.voorbeeld.example"],
  ["%40voorbeeld.example", "@voorbeeld.example"],
])("who answers for %s", async (path, object) => {
  const answer = await get(`/api/v1/who/${path}`);
  expect(answer).toMatchObject({ object, informed: [], snapshot: expect.any(String) });
  if (object.startsWith("192")) {
    expect(answer).toMatchObject({
      owner: { id: "alfa", name: "Alfa" },
      primary: { rung: "owner", organisation: "alfa" },
      held: null,
    });
  } else expect(answer).toMatchObject({ primary: null, held: { reason: "nobody" } });
});

test("the API describes itself, every route with its failures", async () => {
  const document = (await get("/api/v1/openapi.json")) as {
    openapi: string;
    paths: Record<string, Record<string, { responses: Answer; security?: unknown }>>;
    servers: unknown;
  };
  expect(document).toMatchObject({
    openapi: "3.1.0",
    servers: [{ url: "http://localhost:8080/api/v1" }],
    security: [{ bearer: [] }],
  });
  expect(Object.keys(document.paths).sort()).toEqual([
    "/approvals",
    "/approvals/{id}",
    "/approvals/{id}/answers",
    "/brakes",
    "/brakes/{id}/lift",
    "/claims",
    "/claims/{id}/check",
    "/claims/{id}/confirm",
    "/claims/{id}/withdraw",
    "/corrections",
    "/corrections/preview",
    "/coverage",
    "/custody",
    "/decisions/{id}",
    "/deliveries",
    "/endpoints",
    "/endpoints/{id}/disable",
    "/endpoints/{id}/resend",
    "/endpoints/{id}/rotate",
    "/endpoints/{id}/test",
    "/finders",
    "/finders/confirm",
    "/finders/{id}",
    "/finding-types/{type}",
    "/findings",
    "/findings/responses",
    "/holds",
    "/holds/lift",
    "/intelmq/events",
    "/lanes",
    "/mails",
    "/mails/{id}",
    "/mails/{id}/answer",
    "/mails/{id}/response",
    "/mails/{id}/settle",
    "/members",
    "/members/diff",
    "/notifications",
    "/notifications/acknowledged",
    "/notifications/{id}/thread",
    "/organisations/{id}",
    "/organisations/{id}/change",
    "/organisations/{id}/code",
    "/organisations/{id}/confirm",
    "/organisations/{id}/decide",
    "/organisations/{id}/keys",
    "/organisations/{id}/keys/confirm",
    "/organisations/{id}/keys/withdraw",
    "/organisations/{id}/standing",
    "/recalls",
    "/recalls/preview",
    "/rechecks",
    "/registrations",
    "/registrations/answer",
    "/registrations/confirm",
    "/registrations/follow",
    "/registrations/{id}",
    "/registrations/{id}/accept",
    "/registrations/{id}/ask",
    "/registrations/{id}/decline",
    "/relations",
    "/relations/steps",
    "/relations/{id}/consent",
    "/relations/{id}/end",
    "/reports",
    "/reports/{id}",
    "/reports/{id}/fates",
    "/reports/{id}/refuse",
    "/reports/{id}/release",
    "/rescans",
    "/responses",
    "/responses/conversion",
    "/responses/{id}/carry-out",
    "/responses/{id}/refuse",
    "/responses/{id}/settle",
    "/silence",
    "/suppressions",
    "/suppressions/{id}/withdraw",
    "/who/{object}",
  ]);
  for (const route of Object.values(document.paths).flatMap((path) => Object.values(path))) {
    expect(Object.keys(route.responses)).toEqual(
      expect.arrayContaining(["200", "400", "401", "429"]),
    );
  }
});

test("metrics count what there is", async () => {
  await submit(handedOver);
  await house.run();
  const answer = await web.makeApp().request("/metrics", {
    headers: { Authorization: `Bearer ${web.token}` },
  });
  const text = await answer.text();
  expect(answer.headers.get("Content-Type")).toContain("text/plain");
  for (const line of [
    'meldpunt_reports{state="completed"} 1',
    'meldpunt_report_rows{outcome="accepted"} 2',
    'meldpunt_report_rows{outcome="quarantined"} 1',
    'meldpunt_findings{disposition="delivered"} 1',
    'meldpunt_findings{disposition="heldForPerson"} 1',
    'meldpunt_findings{disposition="inCustody"} 0',
    'meldpunt_deliveries{state="accepted"} 1',
    "meldpunt_delivery_queue_age_seconds 0",
  ]) {
    expect(text).toContain(`${line}\n`);
  }
  expect(text).toContain("process_resident_memory_bytes");
});
