import { beforeEach, expect, test } from "vitest";
import { useWebHouse } from "../../../test/makers/web-house.ts";

const web = useWebHouse();
const { house } = web;

const hostile = `<img src=x onerror=alert(1)>'"&`;

beforeEach(async () => {
  await house.loadWorld({
    organisations: { alfa: { name: hostile, claims: ["192.0.2.0/24"] } },
  });
});

async function page(path: string, language: "nl" | "en" = "nl"): Promise<string> {
  const answer = await web.look(path, { headers: { "Accept-Language": language } });
  expect([path, answer.status]).toEqual([path, 200]);
  expect(answer.headers.get("Content-Type")).toBe("text/html; charset=UTF-8");
  return answer.text();
}

/** What stands on a page, as a reader sees it. */
async function words(path: string, language: "nl" | "en" = "nl"): Promise<string> {
  const html = await page(path, language);
  return html
    .replace(/<head>.*<\/head>/s, "")
    .replace(/<[^>]+>/g, " ")
    .replace(/\s+/g, " ");
}

const csv = (note = ""): string =>
  `ip,port,timestamp,cve,note\n192.0.2.7,443,2026-06-30T10:00:00Z,CVE-2021-26855,${note}\n` +
  `192.0.2.8,443,2026-06-30T10:00:00Z,CVE-2021-26855,${note}\n198.51.100.1,443,2026-06-30T10:00:00Z,CVE-2021-26855,${note}\n`;

test("the start page of an installation that nobody used yet says what to do", async () => {
  const text = await words("/");
  expect(text).toContain("Er is nog niets binnengekomen.");
  expect(text).toContain("Er staat niets open.");
  expect(text).toContain("Er is nog niets verstuurd.");
  expect(text).toContain("Het postvak is leeg.");
});

test("the start page shows what came in, what is open, what went out and why, and the sink", async () => {
  await house.submit({ csv: `${csv()}nonsense,1,x,y,z\n`, caseName: "DIVD-2026-00001" });
  await house.run();
  const text = await words("/");
  expect(text).toContain(
    "1 laatste rapport 3 rijen daaruit aangenomen 3 open bevindingen 1 wacht op een medewerker",
  );
  expect(text).toContain("list.csv finder · DIVD-2026-00001");
  expect(text).toContain("3 1 rij in quarantaine");
  expect(text).toContain("2 bezorgd 1 wacht op een medewerker");
  expect(text).toMatch(/Ernst nu vandaag deze week Samen kritiek 3 – – 3 Samen 3 – – 3/);
  expect(text).toContain("er is niemand om te vragen 1 Samen 1");
  expect(text).toMatch(/de eigenaar zelf 1 2 1 – – Samen 1 2 1 – –/);
  expect(text).toMatch(/NSM-\S+ .* findings@ alfa\.example de eigenaar zelf 2 nu aangenomen/);
  const english = await words("/", "en");
  expect(english).toContain("What came in");
  expect(english).toContain("2 delivered 1 waits for a person");
  expect(english).toMatch(/NSM-\S+ .* the owner itself 2 now taken/);
});

test("a report that waits for release says so, with the reason on the start page", async () => {
  await house.submit({ csv: csv(), release: false });
  const text = await words("/");
  expect(text).toContain("wacht op vrijgave");
  expect(text).toContain("een rapport moet worden vrijgegeven 3");
});

test("what finders and organisations write is text, on every page", async () => {
  const { report } = await house.submit({
    csv: `${csv(hostile)}${hostile},443,2026-06-30T10:00:00Z,CVE-2021-26855,\n`,
    caseName: hostile,
  });
  await house.run();
  const { deliveries } = (await (await web.ask("/api/v1/deliveries")).json()) as {
    deliveries: { notification: string }[];
  };
  const { findings } = (await (await web.ask("/api/v1/findings?owner=alfa")).json()) as {
    findings: { decision: number }[];
  };
  const [mail] = (await web.context.sink?.list(1)) ?? [];
  const paths = [
    "/",
    "/reports",
    `/reports/${report}`,
    "/notifications",
    `/notifications/${deliveries[0]?.notification}`,
    "/findings",
    `/decisions/${findings[0]?.decision}`,
    "/sink",
    `/sink/${mail?.id}`,
  ];
  let escaped = 0;
  for (const path of paths) {
    const html = await page(path);
    expect([path, html.includes("<img")]).toEqual([path, false]);
    expect([path, /<script(?![^>]* nonce=)/.test(html)]).toEqual([path, false]);
    expect([path, /\sstyle=|\son[a-z]+=(?!alert)/.test(html)]).toEqual([path, false]);
    if (html.includes("&lt;img src=x onerror=alert(1)&gt;&#39;&quot;&amp;")) escaped += 1;
  }
  expect(escaped).toBeGreaterThan(5);
  const asked = await web.look("/who", {
    method: "POST",
    body: new URLSearchParams({ object: hostile, type: "" }),
  });
  expect(asked.status).toBe(422);
  expect(await asked.text()).toContain(
    `value="&lt;img src=x onerror=alert(1)&gt;&#39;&quot;&amp;"`,
  );
});

test("a report's page adds up, and names who got some of it", async () => {
  const { report } = await house.submit({ csv: `${csv()}nonsense,1,x,y,z\n` });
  await house.run();
  const text = await words(`/reports/${report}`);
  expect(text).toContain("4 rijen = 3 aangenomen + 1 in quarantaine.");
  expect(text).toContain("bezorgd 2 wacht op een medewerker 1 Aangenomen 3");
  expect(text).toMatch(/findings@ alfa\.example de eigenaar zelf 2 2/);
  expect(text).toMatch(/1 rij in quarantaine .* 4 5 timestamp not a time .* x/);
});

test("a notification leads to its report, its decisions and the mail", async () => {
  const { report } = await house.submit({ csv: csv() });
  await house.run();
  const list = await page("/notifications");
  const path = /href="(\/notifications\/[0-9a-f-]{36})"/.exec(list)?.[1] ?? "";
  const html = await page(path);
  expect(html).toContain(`href="/reports/${report}"`);
  expect(html).toMatch(/href="\/decisions\/\d+"/);
  const text = await words(path);
  expect(text).toContain("Waarom daar de eigenaar zelf");
  expect(text).toContain("Alle 2 regels van deze melding");
  expect(text).toContain("192.0.2.7:443");
  expect(text).toMatch(/Uitkomst .* aangenomen 250/);
  const mail = /href="(\/sink\/[0-9a-f-]{36})"/.exec(html)?.[1] ?? "";
  expect(await words(mail)).toContain("192.0.2.7");
});

test("a mail is shown as text; its attachments are kept, not opened", async () => {
  await house.submit({ csv: csv() });
  await house.run();
  const [mail] = (await web.context.sink?.list(1)) ?? [];
  const html = await page(`/sink/${mail?.id}`);
  expect(html).toContain("<pre>");
  expect(html).toContain("Message-ID");
  const path = /href="(\/sink\/[^"]+\/attachments\/1)"/.exec(html)?.[1] ?? "";
  const attachment = await web.look(path);
  expect(attachment.headers.get("Content-Type")).toBe("application/octet-stream");
  expect(attachment.headers.get("Content-Disposition")).toMatch(
    /^attachment; filename="[\w.-]+\.csv"$/,
  );
  expect(await attachment.text()).toContain("192.0.2.7");
  expect((await web.look(path.replace(/1$/, "9"))).status).toBe(404);
});

test("a decision shows the whole walk", async () => {
  await house.submit({ csv: csv() });
  const { findings } = (await (await web.ask("/api/v1/findings")).json()) as {
    findings: { decision: number }[];
  };
  const text = await words(`/decisions/${findings[0]?.decision}`);
  expect(text).toContain("Vastgehouden er is niemand om te vragen");
  expect(text).toMatch(/trede: de eigenaar zelf/);
  expect(text).toMatch(/trede: vangnet voor het land/);
});

test("who answers is asked by POST, so that the object stands in no address", async () => {
  const asked = await web.look("/who", {
    method: "POST",
    body: new URLSearchParams({ object: "192.0.2.7", type: "" }),
  });
  expect(asked.status).toBe(200);
  expect(await asked.text()).toContain("Antwoord voor 192.0.2.7");
  expect((await page("/who?object=192.0.2.7")).includes('192.0.2.7"')).toBe(false);
});

test("findings are narrowed by where they stand, and come page by page", async () => {
  const rows = Array.from(
    { length: 60 },
    (_, i) => `192.0.2.${i},443,2026-06-30T10:00:00Z,CVE-2021-26855`,
  );
  await house.submit({
    csv: `ip,port,timestamp,cve\n${rows.join("\n")}\n198.51.100.1,1,2026-06-30T10:00:00Z,CVE-2021-26855\n`,
  });
  expect(await words("/findings?disposition=heldForPerson")).toContain("198.51.100.1:1");
  expect(await words("/findings?disposition=heldForPerson")).not.toContain("192.0.2.1:443");
  expect(await words("/findings?state=recalled")).toContain("Geen bevinding voldoet.");
  const first = await page("/findings?disposition=pending");
  const next = /href="(\/findings\?after=[^"]+)"/.exec(first)?.[1]?.replaceAll("&amp;", "&") ?? "";
  expect(next).toContain("disposition=pending");
  const second = await words(next);
  expect(second).toContain("192.0.2.9:443");
  expect(second).not.toContain("192.0.2.10:443");
});

test.each([
  "/reports/x",
  "/reports/019ac5f2-0000-7000-8000-000000000000",
  "/notifications/019ac5f2-0000-7000-8000-000000000000",
  "/notifications?after=x",
  "/decisions/4711",
  "/decisions/1e9",
  "/sink/..%2F..%2Fetc%2Fpasswd",
  "/sink/019ac5f2-0000-7000-8000-000000000000",
  "/nonesuch",
])("%s is a page that is not there", async (path) => {
  const answer = await web.look(path);
  expect(answer.status).toBe(404);
  expect(await answer.text()).toContain("Deze pagina is er niet");
});
