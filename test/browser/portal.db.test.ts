import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { askFinder } from "../../src/actions/ask-finder.ts";
import { issueToken } from "../../src/actions/issue-token.ts";
import { vetFinder } from "../../src/actions/vet-finder.ts";
import { strangerActor } from "../../src/domain/access/actor.ts";
import type { FinderId, OrganisationId } from "../../src/domain/ids.ts";
import { type StartedServer, startServer } from "../../src/web/start-server.ts";
import { chromiumPath } from "../abilities.ts";
import { emptyTables } from "../empty-tables.ts";
import { operator } from "../makers/actors.ts";
import { makeListeningHouse } from "../makers/listening-house.ts";
import type { OutgoingHouse } from "../makers/outgoing-house.ts";
import { withRegistry } from "../makers/registry-basis.ts";
import { makeAnswer } from "../makers/returned-mail.ts";
import { useWebHouse } from "../makers/web-house.ts";
import { findBeyond320, listBarriers, patienceMs } from "./barriers.ts";
import { launchBrowser } from "./launch-browser.ts";

/** One that waits for an operator. */
const aRegistration = `insert into registrations (id, state, asker_address, language, asked, agreement, agreement_version,
    agreement_language, asked_at, follow_up_hash, confirmed_at)
  values ('01931c2e-7d5a-7c34-9b6f-2f6a3d1c8e90', 'confirmed', 'jan@uni-x.example', 'nl',
    '{"name": "Universiteit X", "register": null, "sector": null, "contacts": [], "assets": ["uni-x.example"], "remarks": null}',
    'participation', '2026-11', 'nl', now(), decode(repeat('ab', 32), 'hex'), now())`;

const missing =
  chromiumPath === null ? " (no Chromium here: `npm test` says how to enable it)" : "";

describe.skipIf(chromiumPath === null)(`the portal in a browser${missing}`, () => {
  const within = { months: 0, days: 3, ms: 0 };
  const web = useWebHouse({ "report.release": { people: 2, bodies: 2, within, above: null } });
  const { house } = web;
  let server: StartedServer;
  let browser: Browser;
  const contexts: BrowserContext[] = [];

  beforeAll(async () => {
    const { instance, readBasis } = web.context;
    const context = {
      ...web.context,
      instance: {
        ...instance,
        publicCoverage: true,
        smallCells: { organisations: 10, addresses: 4096 },
      },
      readBasis: withRegistry(readBasis, {
        announced: { "192.0.2.0/24": "AS64500" },
        delegated: { "192.0.2.0/24": "NL", "198.51.100.0/24": "NL" },
      }),
    };
    server = await startServer({ context, port: 0 });
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });
  beforeEach(async () => {
    for (const context of contexts.splice(0)) await context.close();
    await house.loadWorld({
      organisations: {
        alfa: { name: "Universiteit Noorderhaven aan Zee", claims: ["192.0.2.0/24"] },
        cert: { name: "Schakelorganisatie van het Noorderhavengebied", roles: ["intermediary"] },
        beta: { claims: ["203.0.113.0/24"], memberOf: ["cert"] },
      },
    });
    await emptyTables(house.context.sql, "registrations");
    await house.context.sql.query(aRegistration);
    await house.submit({ csv: `${rows()}nonsense,1,x,y\n`, caseName: "DIVD-2026-00001" });
    await house.run();
    await hearSomebody(house);
    await house.submit({ csv: rows().replace("443", "8443"), release: false });
    await askToHandOver();
    await house.submit({ csv: held, finder: "other" });
    await house.run();
  });

  /** Somebody wants to be a finder; a vetter has seen it. */
  async function askToHandOver(): Promise<void> {
    const finder = "cat" as FinderId;
    const { context } = web;
    const asked = { name: "Zwarte Kat", purpose: "", contact: "cat@finder.example" } as const;
    await askFinder({
      context,
      input: { ...asked, actor: strangerActor, finder, language: "nl" },
    });
    const terms = { tlp: null, grade: null, signed: false, policies: null, vouchedBy: "alfa" };
    const input = { ...terms, actor: operator, finder, trusted: false, reason: "known" };
    await vetFinder({ context, input });
  }

  /** A page of a browser of its own; whatever it refuses to do or complains about is collected. */
  async function open(options: Parameters<Browser["newContext"]>[0] = {}): Promise<{
    page: Page;
    trouble: string[];
  }> {
    const context = await browser.newContext({ baseURL: server.url, locale: "nl-NL", ...options });
    contexts.push(context);
    context.setDefaultTimeout(patienceMs);
    const page = await context.newPage();
    const trouble: string[] = [];
    page.on("pageerror", (error) => trouble.push(error.message));
    page.on("console", (line) => {
      if (["error", "warning"].includes(line.type())) trouble.push(line.text());
    });
    page.on("request", (request) => {
      if (!request.url().startsWith(server.url)) trouble.push(`fetched ${request.url()}`);
    });
    return { page, trouble };
  }

  /** A token of the house for somebody whom this body sent. */
  async function issue(name: string, body: string): Promise<string> {
    const holder = { kind: "house", roles: ["operator"], body } as const;
    const input = { actor: operator, holder, name, scopes: null, days: 30 };
    return (await issueToken({ context: house.context, input })).token;
  }

  /** Somebody wants a report to go out, which needs somebody else. */
  async function askForRelease(): Promise<void> {
    const token = await issue("Jan", "NCSC");
    const path = "/api/v1/reports?finder=stranger&format=csv&release=true&fileName=list.csv";
    const headers = { Authorization: `Bearer ${token}` };
    const answer = await fetch(`${server.url}${path}`, { method: "POST", headers, body: rows() });
    expect(answer.status).toBe(409);
  }

  async function signIn(page: Page, token = web.token): Promise<void> {
    await page.goto("/");
    await page.getByLabel(/^(Toegangscode|Token)$/).fill(token);
    await page.getByRole("button", { name: /^(Aanmelden|Sign in)$/ }).click();
    await page.getByRole("heading", { level: 1, name: /^(Overzicht|Overview)$/ }).waitFor();
  }

  /** A page of every kind, found by its links as a reader would. */
  async function listPages(page: Page): Promise<string[]> {
    const find = async (on: string, pattern: RegExp): Promise<string> => {
      await page.goto(on);
      const links = await page
        .locator("main a")
        .evaluateAll((all) => all.map((link) => link.getAttribute("href") ?? ""));
      return links.find((link) => pattern.test(link)) ?? `no link like ${pattern} on ${on}`;
    };
    const notification = await find("/notifications", /^\/notifications\/./);
    return [
      "/",
      "/reports",
      await find("/reports", /^\/reports\/./),
      "/findings",
      "/notifications",
      notification,
      "/members",
      "/mails",
      await find("/mails", /^\/mails\/./),
      "/custody",
      await find("/custody", /^\/notifications\/./),
      await find(notification, /^\/decisions\/./),
      "/who",
      "/coverage",
      "/public/coverage",
      "/registrations",
      await find("/registrations", /^\/registrations\/./),
      "/register",
      "/register/confirm",
      "/register/follow",
      "/responses",
      "/finders",
      await find("/finders", /^\/finders\/./),
      await find("/finders", /^\/reports\/./),
      "/approvals",
      await find("/approvals", /^\/approvals\/./),
      "/sink",
      await find("/sink", /^\/sink\/./),
      "/nonesuch",
    ];
  }

  test("somebody signs in, reads both languages, and signs out", async () => {
    const { page, trouble } = await open();
    await page.goto("/findings");
    await page.getByLabel("Toegangscode").fill("niet het goede woord");
    await page.getByRole("button", { name: "Aanmelden" }).click();
    await expect.poll(() => page.getByRole("alert").textContent()).toContain("klopt niet");
    expect(trouble.splice(0)).toEqual([expect.stringContaining("401")]);
    await page.getByLabel("Toegangscode").fill(web.token);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Bevindingen", level: 1 }).waitFor();

    await page.getByRole("link", { name: "Overzicht" }).click();
    expect(await page.locator("html").getAttribute("lang")).toBe("nl");
    for (const name of [
      "Wat er binnenkwam",
      "Wat er open staat",
      "Wat eruit ging, en waarom",
      "Postvak",
    ]) {
      await page.getByRole("heading", { level: 2, name }).waitFor();
    }
    await page.getByRole("button", { name: "English" }).click();
    await page.getByRole("heading", { level: 2, name: "What went out, and why" }).waitFor();
    expect(await page.locator("html").getAttribute("lang")).toBe("en");
    const told = page.getByRole("row", { name: /NSM-.*the owner itself/ });
    await expect.poll(() => told.count()).toBe(1);

    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("heading", { name: "Sign in", level: 1 }).waitFor();
    await page.goto("/");
    expect(new URL(page.url()).pathname).toBe("/sign-in");
    expect(trouble).toEqual([]);
  });

  test("everything works without JavaScript", async () => {
    const { page, trouble } = await open({ javaScriptEnabled: false });
    await signIn(page);
    await page.getByRole("link", { name: "Ververs vanzelf" }).click();
    await page.getByText("Wordt elke tien seconden ververst.").waitFor();
    await page.getByRole("link", { name: "Ververs niet meer vanzelf" }).click();
    await page.getByRole("link", { name: "list.csv" }).last().click();
    await page.getByText("3 rijen = 2 aangenomen + 1 in quarantaine.").waitFor();
    await page.getByRole("link", { name: "Wie gaat erover?" }).click();
    await page.getByLabel("Netwerkobject").fill("192.0.2.7");
    await page.getByRole("button", { name: "Vraag het" }).click();
    await page.getByRole("heading", { name: "Antwoord voor 192.0.2.7" }).waitFor();
    await page.getByRole("link", { name: "Bevindingen" }).click();
    await page.getByLabel("Waar de bevinding staat").selectOption("heldForPerson");
    await page.getByRole("button", { name: "Toon" }).click();
    await expect.poll(() => page.getByRole("row").count()).toBeGreaterThan(1);
    await page.getByRole("link", { name: "Postvak" }).click();
    await page.locator("main table a").last().click();
    await page.getByText("192.0.2.7").first().waitFor();
    const download = page.waitForEvent("download");
    await page.getByRole("link", { name: /\.csv$/ }).click();
    expect((await download).suggestedFilename()).toMatch(/\.csv$/);
    expect(trouble).toEqual([]);
  });

  test("the overview keeps itself up to date, without losing the reader's place", async () => {
    const { page, trouble } = await open();
    await page.clock.install();
    await signIn(page);
    await page.getByRole("link", { name: "Ververs vanzelf" }).click();
    await page.getByText("Wordt elke tien seconden ververst.").waitFor();
    const report = page.getByText("DIVD-2026-00099");
    expect(await report.count()).toBe(0);
    await page.getByRole("link", { name: "Alle rapporten" }).focus();
    await house.submit({ csv: rows().replaceAll("443", "9443"), caseName: "DIVD-2026-00099" });
    await page.clock.fastForward(11_000);
    await report.waitFor();
    expect(await page.locator(":focus").textContent()).toBe("Alle rapporten");
    expect(trouble).toEqual([]);
  });

  test.each(["nl-NL", "en-GB"])("no page has a barrier that axe can find (%s)", async (locale) => {
    const { page, trouble } = await open({ locale });
    const found: unknown[] = [];
    await page.goto("/sign-in");
    found.push(...(await listBarriers(page)));
    await askForRelease();
    await signIn(page);
    for (const path of await listPages(page)) {
      await page.goto(path);
      found.push(...(await listBarriers(page)));
    }
    expect(found).toEqual([]);
    expect(trouble.filter((line) => !line.includes("404"))).toEqual([]);
  });

  test("at 320 pixels nothing has to be scrolled sideways", async () => {
    const { page } = await open({ viewport: { width: 320, height: 640 } });
    await signIn(page);
    const wide: unknown[] = [];
    await askForRelease();
    for (const path of await listPages(page)) {
      await page.goto(path);
      const [width, beyond] = await page.evaluate<[number, string[]]>(findBeyond320);
      if (width > 320 || beyond.length > 0) wide.push([path, width, beyond]);
    }
    expect(wide).toEqual([]);
  });

  test("somebody of another body looks at the figures and approves, without JavaScript too", async () => {
    await askForRelease();
    const piet = await issue("Piet", "DIVD");
    for (const javaScriptEnabled of [true, false]) {
      const { page, trouble } = await open({
        javaScriptEnabled,
        viewport: { width: 320, height: 640 },
      });
      await signIn(page, piet);
      await page.getByRole("link", { name: "Akkoorden" }).click();
      await page.getByRole("link", { name: "Een rapport vrijgeven" }).click();
      await page.getByRole("row", { name: /Rijen.*\b2$/ }).waitFor();
      if (javaScriptEnabled) {
        expect(await listBarriers(page)).toEqual([]);
        const [width, beyond] = await page.evaluate<[number, string[]]>(findBeyond320);
        expect([width, beyond]).toEqual([320, []]);
        continue;
      }
      await page.getByRole("button", { name: "Geef akkoord" }).click();
      expect(await page.getByText("akkoord, nog niet gedaan").count()).toBe(0);
      await page.getByLabel("Ik heb de cijfers bekeken").check();
      await page.getByRole("button", { name: "Geef akkoord" }).click();
      await page.getByText("akkoord, nog niet gedaan").waitFor();
      await page.getByRole("row", { name: /Piet \(DIVD\)/ }).waitFor();
      expect(trouble).toEqual([]);
    }
  });

  test("an intermediary takes into custody what it was sent, without JavaScript", async () => {
    const holder = {
      kind: "member",
      organisation: "cert" as OrganisationId,
      role: "handler",
    } as const;
    const input = { actor: operator, holder, name: "Kees", scopes: null, days: 30 };
    const { token } = await issueToken({ context: house.context, input });
    const { page, trouble } = await open({
      javaScriptEnabled: false,
      viewport: { width: 320, height: 640 },
    });
    await page.goto("/custody");
    await page.getByLabel("Toegangscode").fill(token);
    await page.getByRole("button", { name: "Aanmelden" }).click();
    await page.getByRole("link", { name: /^NSM-/ }).click();
    await page.getByLabel("Uw antwoord").selectOption("wij nemen het over");
    await page.getByRole("button", { name: "Ga verder" }).click();
    await page.getByText("U neemt alles van deze melding over.").waitFor();
    await page.getByRole("button", { name: "Ja, zo is het" }).click();
    await page.getByText("1 bevinding bijgewerkt").waitFor();
    await page.getByRole("link", { name: "Terug naar de melding" }).click();
    await page.getByRole("row", { name: /overgenomen/ }).waitFor();
    expect(trouble).toEqual([]);
  });

  test("the keyboard reaches the content first, then the menu", async () => {
    const { page } = await open();
    await signIn(page);
    await page.goto("/");
    await page.keyboard.press("Tab");
    const focused = page.locator(":focus");
    expect(await focused.textContent()).toBe("Naar de inhoud");
    expect((await focused.boundingBox())?.y).toBeGreaterThanOrEqual(0);
    await page.keyboard.press("Enter");
    await expect.poll(() => new URL(page.url()).hash).not.toBe("");
    await page.keyboard.press("Tab");
    expect(await page.locator("main :focus").count()).toBe(1);
  });
});

/** What an intermediary is asked to hold. */
const held = "ip,port,timestamp,cve\n203.0.113.9,443,2026-06-30T10:00:00Z,CVE-2021-26855\n";

function rows(): string {
  return (
    "ip,port,timestamp,cve\n192.0.2.7,443,2026-06-30T10:00:00Z,CVE-2021-26855\n" +
    "198.51.100.1,443,2026-06-30T10:00:00Z,CVE-2021-26855\n"
  );
}

/** Somebody answers the last mail, and a person is to look at it. */
async function hearSomebody(house: OutgoingHouse): Promise<void> {
  const ears = makeListeningHouse(house);
  const from = house.server.kept.at(-1)?.to ?? "";
  const to = await ears.replyAddressOf(from);
  await ears.hear({ sender: from, recipients: [to], bytes: makeAnswer({ from, to }) });
}
