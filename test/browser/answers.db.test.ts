import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { episodeStates } from "../../src/domain/finding/episode-state.ts";
import { type StartedServer, startServer } from "../../src/web/start-server.ts";
import { chromiumPath } from "../abilities.ts";
import { emptyTables } from "../empty-tables.ts";
import { useWebHouse } from "../makers/web-house.ts";
import { findBeyond320, listBarriers, patienceMs } from "./barriers.ts";
import { launchBrowser } from "./launch-browser.ts";

const missing =
  chromiumPath === null ? " (no Chromium here: `npm test` says how to enable it)" : "";
/** Pictures of the pages go here, where somebody wants to look at them. */
const pictures = process.env.MELDPUNT_TEST_PICTURES;

describe.skipIf(chromiumPath === null)(`answering in a browser${missing}`, () => {
  const web = useWebHouse();
  const { house } = web;
  let server: StartedServer;
  let browser: Browser;
  const contexts: BrowserContext[] = [];

  beforeAll(async () => {
    server = await startServer({ context: web.context, port: 0 });
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });
  beforeEach(async () => {
    for (const context of contexts.splice(0)) await context.close();
    await emptyTables(house.context.sql, "registrations, false_positives");
    await house.loadWorld({
      organisations: {
        alfa: { name: "Universiteit Noorderhaven aan Zee", claims: ["192.0.2.0/24"] },
      },
    });
    const rows = [1, 2, 3].map(
      (octet) => `192.0.2.${octet},443,2026-06-30T10:00:00Z,CVE-2021-26855\n`,
    );
    await house.submit({
      csv: `ip,port,timestamp,cve\n${rows.join("")}`,
      caseName: "DIVD-2026-00001",
    });
    await house.run();
  });

  /** A browser without JavaScript, as narrow as a small telephone; whatever it complains about is collected. */
  async function open(options: Parameters<Browser["newContext"]>[0] = {}): Promise<{
    page: Page;
    trouble: string[];
  }> {
    const context = await browser.newContext({
      ...{ baseURL: server.url, locale: "nl-NL", javaScriptEnabled: false },
      viewport: { width: 320, height: 640 },
      ...options,
    });
    contexts.push(context);
    context.setDefaultTimeout(patienceMs);
    const page = await context.newPage();
    const trouble: string[] = [];
    page.on("console", (line) => {
      if (["error", "warning"].includes(line.type())) trouble.push(line.text());
    });
    page.on("request", (request) => {
      if (!request.url().startsWith(server.url)) trouble.push(`fetched ${request.url()}`);
    });
    return { page, trouble };
  }

  /** What the mail says: where to answer, and number and code. */
  function mailed(): { path: string; number: string; code: string } {
    const text = house.server.kept.at(-1)?.bytes.toString().replace(/=\r\n/g, "") ?? "";
    return {
      path: /\/(?:answer|antwoord)\/[a-z2-7]{26}/.exec(text)?.[0] ?? "",
      number: /NSM-[2-9A-Z]{4}-[2-9A-Z]{4}/.exec(text)?.[0] ?? "",
      code: /code\s+([2-9A-Z]{3}-[2-9A-Z]{3})/.exec(text)?.[1] ?? "",
    };
  }

  async function states(): Promise<string[]> {
    const { rows } = await house.context.sql.query<{ state: number }>(
      "select state from findings order by address",
    );
    return rows.map(({ state }) => episodeStates[state] as string);
  }

  async function picture(page: Page, name: string): Promise<void> {
    if (pictures === undefined) return;
    mkdirSync(pictures, { recursive: true });
    await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
  }

  test("a recipient answers without an account, in Dutch, on a small screen without JavaScript", async () => {
    const { page, trouble } = await open();
    const { path, number } = mailed();
    await page.goto(path);
    await page
      .getByRole("heading", { level: 1, name: `Antwoorden op melding ${number}` })
      .waitFor();
    await picture(page, "answer-320");
    await page.getByRole("checkbox", { name: "Regel 2" }).check();
    await page.getByRole("button", { name: "Opgelost" }).click();
    await page.getByText("regel: 2.").waitFor();
    expect(await states()).toEqual(["notified", "notified", "notified"]);
    await picture(page, "confirm-320");
    await page.getByRole("button", { name: "Bevestigen: Opgelost" }).click();
    await page.getByRole("status").getByText("voor 1 bevinding vastgelegd").waitFor();
    expect((await states()).toSorted()).toEqual(["claimed-fixed", "notified", "notified"]);
    await page.getByRole("link", { name: "Terug naar de melding" }).click();
    await page.getByText("Een ander antwoord, of doorgeven aan uw leverancier").click();
    await page.getByRole("button", { name: "Er is niets aan de hand" }).click();
    await page
      .getByLabel("Waarom is er niets aan de hand?")
      .selectOption("Het is zo bedoeld, en beschermd");
    await page.getByLabel("Toelichting").fill("alleen via de VPN");
    await page.getByRole("button", { name: /^Bevestigen/ }).click();
    await page.getByText("Een medewerker kijkt ernaar").waitFor();
    expect(trouble).toEqual([]);
  });

  test("a supplier gets a link of its own, which the recipient ends", async () => {
    const { page } = await open({ locale: "en-GB" });
    const { path } = mailed();
    await page.goto(path);
    await page.getByText("Another answer, or hand it on to your supplier").click();
    await picture(page, "more-320");
    await page.getByRole("checkbox", { name: "Row 1" }).check();
    await page.getByRole("button", { name: "Hand on to a supplier" }).click();
    await page.getByLabel("How long is the link valid?").selectOption("3 days");
    await page.getByRole("button", { name: "Make the link" }).click();
    const address = (await page.locator("code").textContent()) ?? "";
    await picture(page, "handed-off-320");
    const supplier = new URL(address).pathname;
    await page.goto(supplier);
    expect(await page.getByRole("row").count()).toBe(2);
    expect(await page.getByRole("button", { name: "Not ours" }).count()).toBe(0);
    await picture(page, "supplier-320");
    await page.goto(path);
    await page.getByRole("button", { name: "End the link for rows 1" }).click();
    await page.goto(supplier);
    await page.getByRole("heading", { name: "This link leads nowhere" }).waitFor();
  });

  test.each(["nl-NL", "en-GB"])(
    "no step has a barrier that axe can find, or is too wide (%s)",
    async (locale) => {
      const { page } = await open({ locale, javaScriptEnabled: true });
      const { path, number, code } = mailed();
      const found: unknown[] = [];
      const look = async (name: string): Promise<void> => {
        found.push(...(await listBarriers(page)));
        const [width, beyond] = await page.evaluate<[number, string[]]>(findBeyond320);
        if (width > 320 || beyond.length > 0) found.push([name, width, beyond]);
        await picture(page, `${name}-${locale}`);
      };
      await page.goto(path);
      await page.locator("summary").click();
      await look("answer");
      const answers = await page
        .locator("button[name=answer]")
        .evaluateAll((all) => all.map((one) => (one as unknown as { value: string }).value));
      expect(answers).toHaveLength(11);
      for (const answer of answers) {
        await page.goto(path);
        await page.locator("summary").click();
        await page.locator(`button[value="${answer}"]`).click();
        await page.waitForLoadState();
        await look(`confirm-${answer}`);
      }
      await page.goto(path);
      await page.locator('button[value="working"]').click();
      await page.locator("main form button").click();
      await look("done");
      await page.goto(`/answer/${"a".repeat(26)}`);
      await look("dead");
      await page.goto("/verify");
      await page.locator("#number").fill(number);
      await page.locator("#code").fill(code);
      await page.locator("main form button").click();
      await look("verified");
      await page.locator("#number").fill(number);
      await page.locator("#code").fill("222222");
      await page.locator("main form button").click();
      await look("not-verified");
      expect(found).toEqual([]);
    },
  );

  test("the keyboard alone answers: rows, then the answers in sight, then the rest", async () => {
    const { page } = await open();
    await page.goto(mailed().path);
    const order: string[] = [];
    for (let i = 0; i < 16; i++) {
      await page.keyboard.press("Tab");
      const focused = page.locator(":focus");
      order.push(
        await focused.evaluate((one) => {
          const field = one as unknown as { value?: string; tagName: string; name?: string };
          return field.name === "row" ? `row ${field.value}` : field.value || field.tagName;
        }),
      );
      if (order.at(-1) === "SUMMARY") break;
    }
    expect(order.slice(order.indexOf("row 1"))).toEqual([
      ...["row 1", "row 2", "row 3"],
      ...["fixed", "working", "not-ours", "SUMMARY"],
    ]);
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "Wij zijn ermee bezig" }).waitFor();
    expect(await states()).toEqual(["notified", "notified", "notified"]);
  });

  test("whether it is real is known after two fields and one key", async () => {
    const { page } = await open({ locale: "en-GB" });
    const { number, code } = mailed();
    await page.goto("/verify");
    await page.getByLabel("Reference").fill(number.toLowerCase().replaceAll("-", ""));
    await page.getByLabel("Code").fill(code);
    await page.keyboard.press("Enter");
    await page.getByRole("status").getByText("to a contact of Universiteit Noorderhaven").waitFor();
    expect(new URL(page.url()).search).toBe("");
    await picture(page, "verified-320");
  });
});
