import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { issueToken } from "../../src/actions/issue-token.ts";
import { type StartedServer, startServer } from "../../src/web/start-server.ts";
import { chromiumPath } from "../abilities.ts";
import { operator } from "../makers/actors.ts";
import { holdEverything } from "../makers/held-things.ts";
import { useWebHouse } from "../makers/web-house.ts";
import { findBeyond320, listBarriers, patienceMs } from "./barriers.ts";

const missing =
  chromiumPath === null ? " (no Chromium here: `npm test` says how to enable it)" : "";
/** Pictures of the pages go here, where somebody wants to look at them. */
const pictures = process.env.MELDPUNT_TEST_PICTURES;

describe.skipIf(chromiumPath === null)(`what is held, in a browser${missing}`, () => {
  const within = { months: 0, days: 3, ms: 0 };
  const web = useWebHouse({ "report.release": { people: 2, bodies: 1, within, above: null } });
  let server: StartedServer;
  let browser: Browser;
  const contexts: BrowserContext[] = [];

  beforeAll(async () => {
    server = await startServer({ context: web.context, port: 0 });
    browser = await chromium.launch({
      ...(chromiumPath === null ? {} : { executablePath: chromiumPath }),
      args: ["--no-sandbox", "--disable-dev-shm-usage"],
      timeout: patienceMs,
    });
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });
  beforeEach(async () => {
    for (const context of contexts.splice(0)) await context.close();
    await holdEverything(web.house);
  });

  /** A token of somebody in particular: the word of the installation cannot ask for approval. */
  async function issue(): Promise<string> {
    const holder = { kind: "house", roles: ["operator"], body: "NCSC" } as const;
    const input = { actor: operator, holder, name: "Jan", scopes: null, days: 30 };
    return (await issueToken({ context: web.context, input })).token;
  }

  /** A browser as wide as said that somebody signed in with; axe needs JavaScript, the pages do not. */
  async function open(locale: string, width: number, javaScriptEnabled = true): Promise<Page> {
    const context = await browser.newContext({
      ...{ baseURL: server.url, locale, javaScriptEnabled },
      viewport: { width, height: 640 },
    });
    contexts.push(context);
    context.setDefaultTimeout(patienceMs);
    const page = await context.newPage();
    await page.goto("/sign-in");
    await page.getByLabel(/^(Toegangscode|Token)$/).fill(await issue());
    await page.getByRole("button", { name: /^(Aanmelden|Sign in)$/ }).click();
    await page.getByRole("button", { name: /^(Afmelden|Sign out)$/ }).waitFor();
    return page;
  }

  /** What axe finds, what stands beyond 320 pixels, and a picture where one is wanted. */
  async function look(page: Page, name: string): Promise<unknown[]> {
    const width = page.viewportSize()?.width ?? 0;
    const lang = await page.locator("html").getAttribute("lang");
    if (pictures !== undefined) {
      mkdirSync(pictures, { recursive: true });
      const path = join(pictures, `${name}-${lang}-${width}.png`);
      await page.screenshot({ path, fullPage: true });
    }
    const found = await listBarriers(page);
    if (width > 320) return found;
    const [wide, beyond] = await page.evaluate<[number, string[]]>(findBeyond320);
    return wide > 320 || beyond.length > 0 ? [...found, [name, wide, beyond]] : found;
  }

  test.each([
    ["nl-NL", 320],
    ["en-GB", 1280],
  ] as const)(
    "no page of brakes and kill switches has a barrier (%s, %i)",
    async (locale, width) => {
      const page = await open(locale, width);
      const found = [...(await look(page, "overview"))];
      await page.getByRole("link", { name: /^(5 noodstoppen|5 kill switches)/ }).click();
      found.push(...(await look(page, "brakes")));
      await page.getByRole("checkbox").first().check();
      await page
        .getByRole("button", { name: /^(Hef de gekozen|Lift the chosen)/ })
        .first()
        .click();
      found.push(...(await look(page, "brakes-confirm")));
      await page.getByRole("button", { name: /^(Ja, laat dit gaan|Yes, let this go)$/ }).click();
      found.push(...(await look(page, "brakes-done")));
      await page.goto("/brakes");
      await page.getByRole("button", { name: /: (rapport|report) / }).click();
      found.push(...(await look(page, "switch-lift")));
      await page.getByRole("button", { name: /^(Ja, hef de noodstop op|Yes, lift it)$/ }).click();
      found.push(...(await look(page, "switch-approval")));
      await page.goto("/brakes");
      await page.getByRole("button", { name: /^(Laat weer gaan|Let it go on)/ }).click();
      found.push(...(await look(page, "resume")));
      await page.goto("/brakes/switch");
      await page.getByLabel(/^(Naam of nummer|Name or number)$/).fill("DIVD-2026-0001");
      await page.getByLabel(/^(Reden|Reason)$/).fill("de verkeerde lijst");
      await page.getByRole("button", { name: /^(Ga verder|Go on)$/ }).click();
      found.push(...(await look(page, "switch-confirm")));
      await page.getByRole("button", { name: /^(Ja, houd dit tegen|Yes, stop this)$/ }).click();
      found.push(...(await look(page, "switch-done")));
      expect(found).toEqual([]);
    },
  );

  test("a case is stopped by keyboard alone, without JavaScript", async () => {
    const page = await open("nl-NL", 1280, false);
    await page.goto("/brakes/switch");
    const focus = async (label: string): Promise<void> => {
      for (let i = 0; i < 60; i += 1) {
        const there = page.locator(":focus");
        const names = await page.getByLabel(label, { exact: true }).all();
        const button = page.getByRole("button", { name: label, exact: true });
        if ((await there.count()) > 0) {
          const here = await there.evaluate((element) => element.id || element.textContent);
          for (const one of names)
            if ((await one.evaluate((element) => element.id)) === here) return;
          if (here === label && (await button.count()) > 0) return;
        }
        await page.keyboard.press("Tab");
      }
      throw new Error(`Tab never gets to ${label}.`);
    };
    await focus("Naam of nummer");
    await page.keyboard.type("DIVD-2026-00001");
    await focus("Reden");
    await page.keyboard.type("de verkeerde lijst");
    await focus("Ga verder");
    await page.keyboard.press("Enter");
    await page.getByText("Rapporten nu").waitFor();
    await focus("Ja, houd dit tegen");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "De noodstop staat" }).waitFor();
  });
});
