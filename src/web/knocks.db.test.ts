import { beforeEach, describe, expect, test, vi } from "vitest";
import { sameOrigin, useWebHouse } from "../../test/makers/web-house.ts";
import { expireKnocks } from "../actions/expire-knocks.ts";
import { findPrefix } from "../domain/network/prefix.ts";
import { makePublicNumber } from "../domain/notification/public-number.ts";
import { must } from "../platform/errors.ts";
import { makeApp } from "./app.ts";
import type { WebApp } from "./context.ts";

const web = useWebHouse();
const { house } = web;
const { sql } = house.context;

const proxy = "192.0.2.10";
const trusting = (): WebApp =>
  makeApp({ ...web.context, trustedProxies: [must(findPrefix(proxy), "it is a prefix")] });

beforeEach(async () => {
  await house.loadWorld({
    organisations: { uni: { name: "Universiteit Voorbeeld", claims: ["192.0.2.0/24"] } },
  });
});

/** As it comes over the wire: from an address, perhaps with the word of a proxy. */
function from(peer: string, forwardedFor?: string) {
  const headers: Record<string, string> =
    forwardedFor === undefined ? {} : { "X-Forwarded-For": forwardedFor };
  const incoming = { complete: true, socket: { remoteAddress: peer } };
  return { headers, env: { incoming } as never };
}

const someNumber = (seed: number) => makePublicNumber("NSM-", new Uint8Array(8).fill(seed));

async function guess(
  app: WebApp,
  typed: { readonly number: string; readonly code: string },
  { headers, env } = from("203.0.113.7"),
): Promise<number> {
  const body = new URLSearchParams(typed);
  const init = { method: "POST", headers: { ...sameOrigin, ...headers }, body };
  return (await app.request("/verify", init, env)).status;
}

async function wrongLink(app: WebApp, { headers, env } = from("203.0.113.7")): Promise<number> {
  return (await app.request(`/answer/${"a".repeat(26)}`, { headers }, env)).status;
}

async function tell(): Promise<{ number: string; code: string }> {
  await house.submit({ csv: "ip,type,timestamp\n192.0.2.1,open-rdp,2026-07-01T08:00:00Z\n" });
  await house.run();
  const text = house.server.kept.at(-1)?.bytes.toString().replace(/=\r\n/g, "") ?? "";
  const number = /NSM-[2-9A-Z]{4}-[2-9A-Z]{4}/.exec(text)?.[0] ?? "";
  const code = /code\s+([2-9A-Z]{3}-[2-9A-Z]{3})/.exec(text)?.[1] ?? "";
  return { number, code };
}

describe("what strangers try", () => {
  test("counts over all processes, restarted ones too", async () => {
    const [one, other] = [web.makeApp(), web.makeApp()];
    for (let i = 0; i < 5; i++) {
      expect(await wrongLink(one)).toBe(404);
      expect(await wrongLink(other)).toBe(404);
    }
    expect([await wrongLink(one), await wrongLink(other)]).toEqual([429, 429]);
    expect(await wrongLink(web.makeApp())).toBe(429);
    expect(await wrongLink(one, from("203.0.113.8"))).toBe(404);
    house.later(16);
    expect([await wrongLink(one), await wrongLink(other)]).toEqual([404, 404]);
  });

  test("at once is counted before it is heeded: no more guesses at a number than the limit lets", async () => {
    const { number, code } = await tell();
    const apps = [web.makeApp(), web.makeApp()];
    const statuses = await Promise.all(
      Array.from({ length: 40 }, (_, i) =>
        guess(apps[i % 2] as WebApp, { number, code: "222-222" }, from(`203.0.113.${i}`)),
      ),
    );
    expect(statuses.filter((status) => status === 422)).toHaveLength(10);
    expect(statuses.filter((status) => status === 429)).toHaveLength(30);
    expect(await guess(web.makeApp(), { number, code }, from("198.51.100.1"))).toBe(429);
    house.later(16);
    expect(await guess(web.makeApp(), { number, code }, from("198.51.100.1"))).toBe(200);
  });

  test("a client that has to wait guesses no further, though the right code would let it in", async () => {
    const { number, code } = await tell();
    const app = web.makeApp();
    for (let i = 0; i < 10; i++) await guess(app, { number: someNumber(1), code: "222-222" });
    expect(await guess(app, { number, code })).toBe(200);
    for (let i = 0; i < 10; i++) expect(await guess(app, { number, code: "222-222" })).toBe(429);
    expect(await guess(app, { number, code })).toBe(429);
  });

  test("a number takes a hundred wrong codes a day, however many clients there are", async () => {
    const { number, code } = await tell();
    let wrong = 0;
    for (let quarter = 0; quarter < 11; quarter++) {
      const app = web.makeApp();
      for (let i = 0; i < 10; i++) {
        const client = from(`203.0.113.${quarter * 10 + i}`);
        if ((await guess(app, { number, code: "222-222" }, client)) === 422) wrong += 1;
      }
      house.later(16);
    }
    expect(wrong).toBe(100);
    expect(await guess(web.makeApp(), { number, code })).toBe(429);
    house.later(24 * 60);
    expect(await guess(web.makeApp(), { number, code })).toBe(200);
  });

  test("right codes do not count", async () => {
    const mailed = await tell();
    const app = web.makeApp();
    for (let i = 0; i < 30; i++) expect(await guess(app, mailed)).toBe(200);
  });

  test("is kept without a name, and no longer than its window", async () => {
    await wrongLink(web.makeApp());
    const { rows } = await sql.query<{ line: string }>("select k::text as line from knocks k");
    expect(rows).toHaveLength(1);
    expect(rows[0]?.line).not.toContain("203.0.113");
    expect(await expireKnocks({ context: house.context })).toBe(0);
    house.later(15);
    expect(await expireKnocks({ context: house.context })).toBe(1);
  });

  test("is refused where it cannot be counted", async () => {
    const { number } = await tell();
    const { query } = sql;
    const spy = vi.spyOn(house.context.sql, "query").mockImplementation((text, values) => {
      if (String(text).includes("knocks")) return Promise.reject(new Error("down"));
      return query(text, values) as never;
    });
    try {
      const app = web.makeApp();
      expect(await wrongLink(app)).toBe(500);
      expect(await guess(app, { number, code: "222-222" })).toBe(500);
      expect((await web.ask("/api/v1/reports")).status).toBe(200);
    } finally {
      spy.mockRestore();
    }
  });
});

describe("behind a proxy", () => {
  test("clients count each for itself where it is trusted", async () => {
    const app = trusting();
    for (let i = 0; i < 10; i++) await wrongLink(app, from(proxy, "203.0.113.7"));
    expect(await wrongLink(app, from(proxy, "203.0.113.7"))).toBe(429);
    expect(await wrongLink(app, from(proxy, "203.0.113.8"))).toBe(404);
    // What the client says itself stands left of what the proxy says, and changes nothing.
    expect(await wrongLink(app, from(proxy, "198.51.100.9, 203.0.113.7"))).toBe(429);
  });

  test("nobody is believed who is not trusted", async () => {
    const app = trusting();
    for (let i = 0; i < 10; i++) await wrongLink(app, from("203.0.113.7", `198.51.100.${i}`));
    expect(await wrongLink(app, from("203.0.113.7", "198.51.100.77"))).toBe(429);
    const plain = web.makeApp();
    for (let i = 0; i < 10; i++) await wrongLink(plain, from(proxy, `198.51.100.${i}`));
    expect(await wrongLink(plain, from(proxy, "198.51.100.77"))).toBe(429);
  });
});
