import { expect, it } from "vitest";
import { useWebHouse } from "../../../test/makers/web-house.ts";

const web = useWebHouse();

it("shows operators any text as a mail, and sends nothing", async () => {
  const page = await web.look("/texts?name=digest&language=en&rung=abuse-contact");
  const text = await page.text();
  expect(page.status).toBe(200);
  expect(text).toContain("the word stop");
  expect(text).toContain("NSM-0000-0000.xarf.json");
  const notice = await (await web.look("/texts?name=claim-stale&language=nl")).text();
  expect(notice).toContain("&lt;asset&gt;");
  expect(web.house.server.kept).toEqual([]);
});

it("shows nothing of a notification that is not there, and nothing to strangers", async () => {
  const missing = "/texts?notification=01931c2e-7d5a-7c34-9b6f-2f6a3d1c8e90";
  expect((await web.look(missing)).status).toBe(404);
  expect((await web.look("/texts?notification=<script>")).status).toBe(404);
  expect((await web.makeApp().request("/texts")).status).not.toBe(200);
});

it("says on the page of a finding type what a mail about it says", async () => {
  const page = await (await web.look("/finding-types/proxylogon")).text();
  const mail = await (await web.look("/texts?name=primary&language=nl")).text();
  const version = /Advies exchange-proxylogon, versie [0-9a-f]{8}/.exec(page)?.[0];
  expect(version).toBeDefined();
  expect(page).toContain("Controleer: ");
  expect(mail).toMatch(/Advies [a-z0-9-]+, versie [0-9a-f]{8}/);
  expect((await web.look("/finding-types/no-such-type")).status).toBe(404);
});
