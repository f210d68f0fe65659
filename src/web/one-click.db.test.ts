import { beforeEach, expect, test } from "vitest";
import { emptyTables } from "../../test/empty-tables.ts";
import { makeMailboxes } from "../../test/makers/mailboxes.ts";
import { useWebHouse } from "../../test/makers/web-house.ts";
import { makeStopToken } from "../platform/stop-token.ts";

const web = useWebHouse();
const { house } = web;

beforeEach(async () => {
  await emptyTables(house.context.sql, "suppressions");
  await house.loadWorld({ securityTxt: [{ of: "shop.example", expiresAt }] });
});

const expiresAt = Date.parse("2027-01-01T00:00:00Z");
const to = "security@shop.example";
const list = (finder: string, type: string) =>
  house.submit({
    finder,
    csv: `host,port,timestamp,type\nshop.example,443,2026-06-20T08:00:00Z,${type}\n`,
  });

/** Headers of the mails that the shop got, by name in lower case. */
function headers(): Map<string, string>[] {
  return house.server.kept
    .filter((mail) => mail.to === to)
    .map(({ bytes }) => {
      const head =
        bytes
          .toString()
          .split("\r\n\r\n", 1)[0]
          ?.replaceAll(/\r\n[ \t]+/g, " ") ?? "";
      return new Map(
        head.split("\r\n").map((line) => {
          const at = line.indexOf(":");
          return [line.slice(0, at).toLowerCase(), line.slice(at + 1).trim()];
        }),
      );
    });
}

function pathIn(mail: Map<string, string> | undefined): string {
  const url = mail?.get("list-unsubscribe")?.slice(1, -1) ?? "";
  return new URL(url).pathname;
}

/** As a mail service sends it: no cookie, no origin, no site. */
const click = (path: string, body = "List-Unsubscribe=One-Click") =>
  web.makeApp().request(path, {
    method: "POST",
    body,
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
  });

const holds = async (): Promise<unknown[]> =>
  (
    await house.context.sql.query(
      "select s.kind, s.digests_only, s.source, s.until from suppressions s",
    )
  ).rows;

test("golden scenario 8, by one click: the owner opts out, a third finder reports the same host", async () => {
  await list("first", "badsecrets");
  await house.run();
  const [mail] = headers();
  expect(mail?.get("list-unsubscribe-post")).toBe("List-Unsubscribe=One-Click");
  expect(mail?.get("list-unsubscribe")).toMatch(
    /^<http:\/\/localhost:8080\/stop\/[A-Za-z0-9_-]{44}>$/,
  );
  const answer = await click(pathIn(mail));
  expect(answer.status).toBe(200);
  expect(answer.headers.get("Set-Cookie")).toBeNull();
  expect(await holds()).toEqual([
    { kind: "misconfiguration", digests_only: true, source: "one-click", until: null },
  ]);

  await list("second", "badsecrets");
  const third = await list("third", "exposed-git");
  expect(third.dispositions).toEqual({ suppressed: 1 });
  // Of another kind: nobody said a word about that.
  await list("third", "end-of-life-software");
  await house.run();
  expect(makeMailboxes(house.server.kept).get(to)).toHaveLength(2);
  expect(await house.dispositions()).toEqual({ delivered: 2, suppressed: 1 });
  expect(await (await click(pathIn(mail))).status).toBe(200);
  expect(await holds()).toHaveLength(1);
});

test("what goes at once has no such link, and goes all the same", async () => {
  await list("first", "badsecrets");
  await house.run();
  await click(pathIn(headers()[0]));
  await list("first", "default-credentials");
  await house.run();
  const [, urgent] = headers();
  expect(urgent?.has("list-unsubscribe")).toBe(false);
  expect(urgent?.has("subject")).toBe(true);
});

test("GET shows a page that changes nothing", async () => {
  await list("first", "badsecrets");
  await house.run();
  const answer = await web.makeApp().request(pathIn(headers()[0]), {
    headers: { "Accept-Language": "en" },
  });
  expect([answer.status, answer.headers.get("Set-Cookie")]).toEqual([200, null]);
  expect(answer.headers.get("Cache-Control")).toBe("no-store");
  const text = await answer.text();
  expect(text).toContain("misconfiguration");
  expect(text).not.toContain("shop.example");
  expect(await holds()).toEqual([]);
});

test("a token that we did not give out stops nothing, nor one for another mail or kind", async () => {
  await list("first", "badsecrets");
  await house.run();
  const path = pathIn(headers()[0]);
  const { rows } = await house.context.sql.query<{ id: string }>("select id from notifications");
  const forged = makeStopToken(Buffer.alloc(32, 1), {
    id: rows[0]?.id ?? "",
    address: to,
    bits: 2,
  });
  const bytes = Buffer.from(path.slice("/stop/".length), "base64url");
  bytes[16] = 15;
  for (const token of [forged, bytes.toString("base64url"), "x", `${path.slice(6)}A`]) {
    expect((await click(`/stop/${token}`)).status).toBe(404);
  }
  expect((await click(path, "List-Unsubscribe=No")).status).toBe(400);
  expect(await holds()).toEqual([]);
});

test("registered recipients have no such link", async () => {
  await house.loadWorld({ organisations: { shop: { claims: ["shop.example"] } } });
  await list("first", "badsecrets");
  await house.run();
  expect(house.server.kept).toHaveLength(1);
  expect(house.server.kept[0]?.bytes.toString()).not.toContain("List-Unsubscribe");
});

test("the API and the page put addresses on the list, show marks, and take them off", async () => {
  const { withdrawn, ids } = (await (
    await web.ask("/api/v1/suppressions", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({
        suppressions: [
          { address: "Security@Shop.example", asset: "shop.example", reason: "asked" },
        ],
      }),
    })
  ).json()) as { withdrawn: number; ids: string[] };
  expect([withdrawn, ids.length]).toEqual([0, 1]);
  const listed = await (await web.ask("/api/v1/suppressions")).json();
  expect(listed).toMatchObject({ suppressions: [{ asset: "shop.example", kind: null }] });
  expect(JSON.stringify(listed)).not.toMatch(/security@/i);

  const form = new URLSearchParams({
    address: "abuse@net.example",
    reason: "asked",
    digests: "yes",
  });
  const added = await web.look("/suppressions", { method: "POST", body: form });
  expect(added.status).toBe(303);
  const page = await (await web.look("/suppressions")).text();
  expect(page).not.toContain("abuse@net.example");
  expect(
    page.match(/<form method="post" action="\/suppressions\/[0-9a-f-]{36}\/withdraw"/g),
  ).toHaveLength(2);
  const wrong = await web.look("/suppressions", {
    method: "POST",
    body: new URLSearchParams({ address: "nobody", reason: "" }),
  });
  expect(wrong.status).toBe(422);

  const off = await web.ask(`/api/v1/suppressions/${ids[0]}/withdraw`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ reason: "asked again" }),
  });
  expect(off.status).toBe(200);
  const left = (await (await web.ask("/api/v1/suppressions")).json()) as {
    suppressions: unknown[];
  };
  expect(left.suppressions).toHaveLength(1);
  const refused = await web.ask("/api/v1/suppressions", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ suppressions: [{ address: "nowhere", reason: "x" }] }),
  });
  expect(refused.status).toBe(400);
});
