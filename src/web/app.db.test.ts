import { beforeEach, expect, test, vi } from "vitest";
import { sameOrigin, useWebHouse } from "../../test/makers/web-house.ts";

const web = useWebHouse();
const { house } = web;

beforeEach(async () => {
  await house.loadWorld({
    organisations: { alfa: { name: "Alfa <b>BV</b>", claims: ["192.0.2.0/24"] } },
  });
});

const protectedPaths = [
  "/api/v1/openapi.json",
  "/api/v1/reports",
  "/api/v1/reports/019ac5f2-0000-7000-8000-000000000000",
  "/api/v1/findings",
  "/api/v1/decisions/1",
  "/api/v1/deliveries",
  "/api/v1/coverage",
  "/api/v1/who/192.0.2.7",
  "/api/v1/nonesuch",
  "/metrics",
];

test.each(protectedPaths)("%s asks for a token", async (path) => {
  const answer = await web.makeApp().request(path);
  expect(answer.status).toBe(401);
  expect(answer.headers.get("WWW-Authenticate")).toBe('Bearer realm="Meldpunt"');
  expect(answer.headers.get("Content-Type")).toBe("application/problem+json");
  expect(await answer.json()).toMatchObject({ status: 401, code: "not-authenticated" });
});

test("nobody hands a report over without a token, and nothing of it is read", async () => {
  let pulled = 0;
  const body = new ReadableStream(
    {
      pull(controller) {
        pulled += 1;
        controller.enqueue(new Uint8Array(1024));
      },
    },
    { highWaterMark: 0 },
  );
  const answer = await web
    .makeApp()
    .request("/api/v1/reports?finder=f", { method: "POST", body, duplex: "half" } as RequestInit);
  expect(answer.status).toBe(401);
  expect(pulled).toBe(0);
});

test.each(["/", "/reports", "/findings", "/notifications", "/who", "/sink", "/decisions/1", "/x"])(
  "%s leads to the sign-in page",
  async (path) => {
    const answer = await web.makeApp().request(path);
    expect(answer.status).toBe(303);
    const to = path === "/" ? "" : `?to=${encodeURIComponent(path)}`;
    expect(answer.headers.get("Location")).toBe(`/sign-in${to}`);
  },
);

test("health asks for no token and tells nothing but itself", async () => {
  const app = web.makeApp();
  expect(await (await app.request("/healthz")).json()).toEqual({ status: "ok" });
  const ready = await app.request("/readyz");
  expect(ready.status).toBe(200);
  expect(await ready.json()).toEqual({ status: "ready" });
});

test("a wrong token is refused, and after ten it takes a quarter of an hour, but never for the right one", async () => {
  const app = web.makeApp();
  const ask = (token: string) =>
    app.request("/api/v1/reports", { headers: { Authorization: `Bearer ${token}` } });
  for (let i = 0; i < 10; i++) expect((await ask("wrong")).status).toBe(401);
  const limited = await ask("wrong");
  expect(limited.status).toBe(429);
  expect(limited.headers.get("Retry-After")).toBe("900");
  expect((await ask(web.token)).status).toBe(200);
});

test.each([
  ["Bearer", 401],
  ["Basic dDp0", 401],
  [`bearer ${"t".repeat(43)}`, 200],
  [`Bearer ${"t".repeat(43)} x`, 401],
])("authorization %s answers %i", async (authorization, status) => {
  const answer = await web
    .makeApp()
    .request("/api/v1/reports", { headers: { Authorization: authorization } });
  expect(answer.status).toBe(status);
});

test("an API path that is not there is a problem, not a page", async () => {
  const answer = await web.ask("/api/v1/nonesuch");
  expect(answer.status).toBe(404);
  expect(await answer.json()).toMatchObject({ code: "not-found", status: 404 });
});

test.each([
  ["localhost:8080", 303],
  ["127.0.0.1:9999", 303],
  ["[::1]:8080", 303],
  ["LOCALHOST", 303],
  ["attacker.example", 421],
  ["localhost.attacker.example", 421],
  ["attacker.example:8080", 421],
  ["", 421],
])("a request for host %s answers %i", async (host, status) => {
  const answer = await web.makeApp().request("/", { headers: { Host: host } });
  expect(answer.status).toBe(status);
});

test.each(["/", "/sign-in", "/x", "/api/v1/reports", "/healthz", "/metrics"])(
  "%s carries the headers that keep it safe",
  async (path) => {
    const answer = await web.look(path);
    const policy = answer.headers.get("Content-Security-Policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toMatch(/script-src 'nonce-[\w+/=]{24}'/);
    expect(policy).not.toContain("unsafe");
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "x-request-id": expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  },
);

test("every answer has a nonce of its own", async () => {
  const policies = await Promise.all(
    [1, 2].map(async () => (await web.look("/sign-in")).headers.get("Content-Security-Policy")),
  );
  expect(new Set(policies).size).toBe(2);
});

test("style sheets are there for everybody, and for ever", async () => {
  const app = web.makeApp();
  const page = await (await app.request("/sign-in")).text();
  const path = /href="(\/assets\/portal\.[0-9a-f]{16}\.css)"/.exec(page)?.[1] ?? "";
  const plain = await app.request(path);
  expect(plain.headers.get("Cache-Control")).toContain("immutable");
  expect(await plain.text()).toContain(".utrecht-table");
  const packed = await app.request(path, { headers: { "Accept-Encoding": "gzip, br" } });
  expect(packed.headers.get("Content-Encoding")).toBe("br");
  expect((await packed.arrayBuffer()).byteLength).toBeLessThan(60_000);
  expect((await app.request("/assets/portal.css")).status).toBe(404);
});

test("a form from elsewhere changes nothing", async () => {
  const cookie = await web.signIn();
  const headers = { Cookie: cookie };
  for (const from of [
    {},
    { "Sec-Fetch-Site": "cross-site", Origin: "http://localhost" },
    { "Sec-Fetch-Site": "same-site" },
    { Origin: "https://attacker.example" },
    { Origin: "null" },
  ]) {
    const answer = await web.look("/sign-out", {
      method: "POST",
      headers: { "Sec-Fetch-Site": undefined as unknown as string, ...headers, ...from },
    });
    expect([from, answer.status]).toEqual([from, 403]);
  }
  expect((await web.look("/", { headers })).status).toBe(200);
});

test("signing in begins a session that signing out ends", async () => {
  const app = web.makeApp();
  const signIn = await app.request("/sign-in", {
    method: "POST",
    headers: { Origin: "http://localhost", Host: "localhost" },
    body: new URLSearchParams({ token: ` ${web.token}\n`, to: "/findings" }),
  });
  expect(signIn.status).toBe(303);
  expect(signIn.headers.get("Location")).toBe("/findings");
  const cookie = signIn.headers.get("Set-Cookie") ?? "";
  expect(cookie).toMatch(/^meldpunt=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/);
  const headers = { ...sameOrigin, Cookie: cookie.split(";")[0] ?? "" };
  expect((await app.request("/", { headers })).status).toBe(200);
  await app.request("/sign-out", { method: "POST", headers });
  expect((await app.request("/", { headers })).status).toBe(303);
});

test("over https the cookie is for this host alone", async () => {
  const { makeApp } = await import("./app.ts");
  const app = makeApp({ ...web.context, publicUrl: "https://meldpunt.example" });
  const answer = await app.request("/sign-in", {
    method: "POST",
    headers: { Host: "meldpunt.example", Origin: "https://meldpunt.example" },
    body: new URLSearchParams({ token: web.token }),
  });
  expect(answer.headers.get("Set-Cookie")).toMatch(/^__Host-meldpunt=.*; Secure; SameSite=Strict$/);
  expect(answer.headers.get("Strict-Transport-Security")).toContain("max-age");
});

test("wrong tokens are refused with the form, ten times; then not even the right one helps", async () => {
  const app = web.makeApp();
  const signIn = (token: string) =>
    app.request("/sign-in", {
      method: "POST",
      headers: { ...sameOrigin, "Accept-Language": "en" },
      body: new URLSearchParams({ token }),
    });
  for (let i = 0; i < 10; i++) {
    const answer = await signIn("wrong");
    expect(answer.status).toBe(401);
    expect(answer.headers.get("Set-Cookie")).toBeNull();
    expect(await answer.text()).toContain("This token is not right.");
  }
  const answer = await signIn(web.token);
  expect(answer.status).toBe(429);
  expect(await answer.text()).toContain("Try again in 15 minutes.");
});

test("nobody is led elsewhere after signing in", async () => {
  const answer = await web.look("/sign-in", {
    method: "POST",
    body: new URLSearchParams({ token: web.token, to: "//attacker.example" }),
  });
  expect(answer.headers.get("Location")).toBe("/");
});

test("the language is that of the browser, until another is chosen", async () => {
  const heading = async (headers: Record<string, string>) =>
    /<h1[^>]*>([^<]+)</.exec(await (await web.look("/sign-in", { headers })).text())?.[1];
  expect(await heading({})).toBe("Aanmelden");
  expect(await heading({ "Accept-Language": "de, en-GB;q=0.8, nl;q=0.5" })).toBe("Sign in");
  expect(await heading({ "Accept-Language": "fr" })).toBe("Aanmelden");
  const chosen = await web.look("/language", {
    method: "POST",
    body: new URLSearchParams({ language: "en", to: "/reports" }),
  });
  expect(chosen.headers.get("Location")).toBe("/reports");
  const cookie = chosen.headers.get("Set-Cookie")?.split(";")[0] ?? "";
  expect(await heading({ Cookie: cookie, "Accept-Language": "nl" })).toBe("Sign in");
  expect(await heading({ Cookie: "language=%3Cscript%3E" })).toBe("Aanmelden");
});

test("a large form is refused before anybody reads it", async () => {
  const answer = await web.look("/sign-in", {
    method: "POST",
    body: new URLSearchParams({ token: "x".repeat(70_000) }),
  });
  expect(answer.status).toBe(413);
});

test("what nobody foresaw is told without its reason, and logged with it", async () => {
  const error = vi.spyOn(web.context.log, "error");
  vi.spyOn(house.context.sql, "query").mockRejectedValue(new Error("secret <b>detail</b>"));
  const answer = await web.ask("/api/v1/reports");
  expect(answer.status).toBe(500);
  const problem = (await answer.json()) as { instance: string };
  expect(JSON.stringify(problem)).not.toContain("secret");
  const [line] = error.mock.calls.at(-1) ?? [];
  expect(line).toMatchObject({ err: { message: "secret <b>detail</b>" } });
  expect(problem.instance).toBe(`urn:uuid:${(line as unknown as { requestId: string }).requestId}`);
});

test("the log says which route was asked, never which object", async () => {
  const debug = vi.spyOn(web.context.log, "debug");
  await web.ask("/api/v1/who/192.0.2.7");
  const told = JSON.stringify(debug.mock.calls);
  expect(told).toContain("/api/v1/who/:object");
  expect(told).not.toContain("192.0.2.7");
});
