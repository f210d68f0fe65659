import { expect, test } from "vitest";
import { withRegistry } from "../../../test/makers/registry-basis.ts";
import { useWebHouse } from "../../../test/makers/web-house.ts";
import type { PlainOrganisation } from "../../../test/properties/make-world.ts";
import { makeApp } from "../app.ts";

const web = useWebHouse();

const hostile = `<img src=x onerror=alert(1)>'"&`;

/** A /8 of which a hundred organisations have claimed a /16 each, one of them with two others for its range. */
const claimed = Object.fromEntries(
  Array.from({ length: 100 }, (_, i): [string, PlainOrganisation] => [
    `org-${i}`,
    {
      name: i === 0 ? hostile : `Organisatie ${i}`,
      claims: [`10.${i}.0.0/16`],
      sector: "education",
    },
  ]),
);
const organisations = {
  ...claimed,
  een: { serves: ["10.200.0.0/16"] },
  twee: { serves: ["10.200.0.0/16"] },
};
const registry = {
  announced: { "10.0.0.0/8": "AS64500" },
  delegated: { "10.0.0.0/8": "NL" },
  contacts: [["10.128.0.0/10", "abuse@net.example"]],
} as const;

function app(publicCoverage: boolean) {
  const { context } = web;
  return makeApp({
    ...context,
    instance: {
      ...context.instance,
      publicCoverage,
      smallCells: { organisations: 10, addresses: 4096 },
    },
    readBasis: withRegistry(context.readBasis, registry),
  });
}

test("the house sees the tables, in both languages, and nothing of a name runs", async () => {
  await web.house.loadWorld({ organisations });
  const portal = app(false);
  const cookie = await web.signIn(portal);
  const look = async (language: string) => {
    const headers = { Cookie: cookie, "Accept-Language": language };
    const answer = await portal.request("/coverage", { headers });
    expect(answer.status).toBe(200);
    return answer.text();
  };
  const html = await look("nl");
  expect(html).not.toContain("<img");
  expect(html).toContain("AS64500");
  expect(html).toContain("education");
  expect(html).toContain('aria-current="page">Dekking');
  expect(html.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ")).toMatch(
    /de eigenaar zelf 6\.553\.600 39,06 %/,
  );
  expect(html).toContain("10.100.0.0 - 10.127.255.255");
  expect(await look("en")).toContain("Overlaps: who could have been asked too");
  expect((await portal.request("/coverage")).status).toBe(303);
});

test("nothing is public unless the instance says so", async () => {
  await web.house.loadWorld({ organisations });
  for (const path of ["/public/coverage", "/public/coverage.json"]) {
    const answer = await app(false).request(path);
    expect(answer.status).toBe(303);
    expect(answer.headers.get("Location")).toMatch(/^\/sign-in/);
  }
});

test("T13: the public sees whole percents, and who claimed what does not show", async () => {
  await web.house.loadWorld({ organisations });
  const portal = app(true);
  const json = await (await portal.request("/public/coverage.json")).text();
  expect(JSON.parse(json)).toEqual({
    country: "NL",
    asOf: "2026-07-01T09:00:00.000Z",
    smallCells: { organisations: 10, addresses: 4096 },
    v4: [
      { rung: "abuse-contact", percent: 25 },
      { rung: "nobody", percent: 36 },
      { rung: "others", percent: 39 },
    ],
    v6: null,
  });
  for (const language of ["nl", "en"]) {
    const answer = await portal.request("/public/coverage", {
      headers: { "Accept-Language": language },
    });
    expect(answer.status).toBe(200);
    const html = await answer.text();
    expect(html).not.toMatch(/Organisatie|org-|AS64500|education|10\.\d/);
    expect(html).toContain("25 %");
  }
  expect(await (await portal.request("/public/coverage?language=nl")).text()).not.toContain("/who");
});

test("what the public sees is an hour old before it changes", async () => {
  await web.house.loadWorld({ organisations });
  const portal = app(true);
  const before = await (await portal.request("/public/coverage.json")).text();
  await web.house.loadWorld({ organisations: {} });
  expect(await (await portal.request("/public/coverage.json")).text()).toBe(before);
  expect(JSON.parse(await (await app(true).request("/public/coverage.json")).text()).v4).toBeNull();
});
