import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { issueToken, type TokenHolder } from "../../src/actions/issue-token.ts";
import type { OrganisationId } from "../../src/domain/ids.ts";
import { type StartedServer, startServer } from "../../src/web/start-server.ts";
import { chromiumPath } from "../abilities.ts";
import { operator } from "../makers/actors.ts";
import { holdEverything, listOf, loadHolders } from "../makers/held-things.ts";
import { loseMails } from "../makers/lost-mails.ts";
import { useWebHouse } from "../makers/web-house.ts";
import { startWebhookReceiver } from "../makers/webhook-receiver.ts";
import { findBeyond320, listBarriers, patienceMs } from "./barriers.ts";
import { launchBrowser } from "./launch-browser.ts";

const missing =
  chromiumPath === null ? " (no Chromium here: `npm test` says how to enable it)" : "";
/** Pictures of the pages go here, where somebody wants to look at them. */
const pictures = process.env.MELDPUNT_TEST_PICTURES;
/** A small telephone shows what is wrong soonest; the others are for whoever looks at the pictures. */
const screens: readonly (readonly [locale: string, width: number])[] =
  pictures === undefined
    ? [["nl-NL", 320]]
    : [
        ["nl-NL", 320],
        ["en-GB", 320],
        ["nl-NL", 1280],
        ["en-GB", 1280],
      ];

const anOperator: TokenHolder = { kind: "house", roles: ["operator"], body: "NCSC" };
const anAdministrator: TokenHolder = {
  kind: "member",
  organisation: "alfa" as OrganisationId,
  role: "administrator",
};

describe.skipIf(chromiumPath === null)(
  `what is held, in doubt or connected, in a browser${missing}`,
  () => {
    const within = { months: 0, days: 3, ms: 0 };
    const web = useWebHouse({ "report.release": { people: 2, bodies: 1, within, above: null } });
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
    });

    /** A token of somebody in particular: the word of the installation cannot ask for approval. */
    async function issue(holder: TokenHolder): Promise<string> {
      const input = { actor: operator, holder, name: "Jan", scopes: null, days: 30 };
      return (await issueToken({ context: web.context, input })).token;
    }

    /** A browser as wide as said that somebody signed in with; axe needs JavaScript, the pages do not. */
    async function open(
      locale: string,
      width: number,
      {
        holder = anOperator,
        javaScriptEnabled = true,
      }: { readonly holder?: TokenHolder; readonly javaScriptEnabled?: boolean } = {},
    ): Promise<Page> {
      const context = await browser.newContext({
        ...{ baseURL: server.url, locale, javaScriptEnabled },
        viewport: { width, height: 640 },
      });
      context.setDefaultTimeout(patienceMs);
      contexts.push(context);
      const page = await context.newPage();
      await page.goto("/sign-in");
      await page.getByLabel(/^(Toegangscode|Token)$/).fill(await issue(holder));
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

    test.each(screens)(
      "no page of brakes and kill switches has a barrier (%s, %i)",
      async (locale, width) => {
        await holdEverything(web.house);
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

    test.each(screens)("nor has one of deliveries (%s, %i)", async (locale, width) => {
      await loseMails(web.house);
      const page = await open(locale, width);
      await page.getByRole("link", { name: /^(Bezorging|Delivery)$/ }).click();
      const found = [...(await look(page, "deliveries"))];
      await page.getByRole("button", { name: /^(Niet aangekomen|It did not): NSM-/ }).click();
      found.push(...(await look(page, "settle-confirm")));
      await page.getByRole("button", { name: /^(Ja, zo is het|Yes, that is so)$/ }).click();
      found.push(...(await look(page, "settle-done")));
      expect(found).toEqual([]);
    });

    test.each(screens)("nor has one of endpoints (%s, %i)", async (locale, width) => {
      await loadHolders(web.house);
      const receiver = await startWebhookReceiver();
      web.house.post(receiver.post);
      const page = await open(locale, width, { holder: anAdministrator });
      await page.getByRole("link", { name: /^(Koppelingen|Endpoints)$/ }).click();
      await page.getByLabel(/^(Adres van de webhook|Address of the webhook)$/).fill("http://x");
      const make = page.getByRole("button", { name: /^(Maak de koppeling|Make the endpoint)$/ });
      await make.click();
      const found = [...(await look(page, "endpoints-wrong"))];
      await page.getByLabel(/^(Adres van de webhook|Address of the webhook)$/).fill(receiver.url);
      await make.click();
      found.push(...(await look(page, "endpoint-made")));
      const secret = await page.locator("main code").first().textContent();
      receiver.trust({ secret: secret ?? "" });
      await page.getByRole("link", { name: /^(Naar de koppeling|To the endpoint)$/ }).click();
      await page.getByRole("button", { name: /^(Test de koppeling|Test the endpoint)$/ }).click();
      found.push(...(await look(page, "endpoint-tested")));
      receiver.misbehave((response) => void response.writeHead(503).end("overloaded"));
      await web.house.submit({ csv: listOf("open-rdp", "192.0.2", 2) });
      await web.house.run();
      await page.getByRole("link", { name: /^(Naar de koppeling|To the endpoint)$/ }).click();
      found.push(...(await look(page, "endpoint")));
      await page
        .getByRole("button", { name: /^(Geef een ander geheim|Give another secret)$/ })
        .click();
      found.push(...(await look(page, "endpoint-rotate")));
      await page.getByRole("button", { name: /^(Ja, geef|Yes, give)/ }).click();
      found.push(...(await look(page, "endpoint-secret")));
      await page.getByRole("link", { name: /^(Naar de koppeling|To the endpoint)$/ }).click();
      await page
        .getByRole("button", { name: /^(Zet de koppeling uit|Disable the endpoint)$/ })
        .click();
      found.push(...(await look(page, "endpoint-disable")));
      await page.getByRole("link", { name: /^(Koppelingen|Endpoints)$/ }).click();
      found.push(...(await look(page, "endpoints")));
      expect(found).toEqual([]);
    });

    test("a case is stopped by keyboard alone, without JavaScript", async () => {
      await holdEverything(web.house);
      const page = await open("nl-NL", 1280, { javaScriptEnabled: false });
      await page.goto("/brakes/switch");
      /** Goes there by Tab alone, past the menu: a field by its id, a button by what stands on it. */
      const focus = async (wanted: string): Promise<void> => {
        for (let i = 0; i < 60; i += 1) {
          const here = await page.evaluate<string>(
            "document.activeElement.id || document.activeElement.textContent.trim()",
          );
          if (here === wanted) return;
          if (here === "Naar de inhoud") await page.keyboard.press("Enter");
          await page.keyboard.press("Tab");
        }
        throw new Error(`Tab never gets to ${wanted}.`);
      };
      await focus("name");
      await page.keyboard.type("DIVD-2026-00001");
      await focus("reason");
      await page.keyboard.type("de verkeerde lijst");
      await focus("Ga verder");
      await page.keyboard.press("Enter");
      await page.getByText("Rapporten nu").waitFor();
      await focus("Ja, houd dit tegen");
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { name: "De noodstop staat" }).waitFor();
    });
  },
);
