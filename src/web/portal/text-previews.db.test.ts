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
