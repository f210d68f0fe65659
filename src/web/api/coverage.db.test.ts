import { beforeEach, expect, test } from "vitest";
import { withRegistry } from "../../../test/makers/registry-basis.ts";
import { useWebHouse } from "../../../test/makers/web-house.ts";
import { makeApp } from "../app.ts";

const web = useWebHouse();

beforeEach(async () => {
  await web.house.loadWorld({
    organisations: {
      alfa: { claims: ["192.0.2.0/25"], sector: "education", roles: ["owner"] },
      beta: { serves: ["192.0.2.0/24"] },
      gamma: { serves: ["192.0.0.0/16"] },
    },
  });
});

function get(path: string): Promise<Response> {
  const readBasis = withRegistry(web.context.readBasis, {
    announced: { "192.0.2.0/25": "AS64500", "192.0.2.128/25": "AS64501" },
    delegated: { "192.0.2.0/24": "NL", "198.51.100.0/24": "NL" },
  });
  const headers = { Authorization: `Bearer ${web.token}` };
  return Promise.resolve(makeApp({ ...web.context, readBasis }).request(path, { headers }));
}

const ask = async (query: string) => (await get(`/api/v1/coverage${query}`)).json();

test("the home country, as ever", async () => {
  const coverage = await ask("");
  expect(coverage).toMatchObject({
    v4: { addresses: 512, byRung: { owner: 128, constituency: 128, nobody: 256 } },
    gaps: [{ range: "198.51.100.0/24", addresses: 256 }],
    overlaps: [{ candidates: ["beta", "gamma"], settledBy: "specificity" }],
  });
  expect(coverage).not.toHaveProperty("breakdowns");
});

test("a list in groups, the smaller of them together, and who could have been asked too", async () => {
  const query =
    "?prefixes=192.0.2.0/24,192.0.2.7,198.51.100.0/25&by=as,intermediary,overlap&limit=1";
  const none = { key: null, name: null };
  expect(await ask(query)).toMatchObject({
    v4: { addresses: 384 },
    breakdowns: [
      {
        by: "as",
        groups: [{ ...none, v4: { addresses: 128, byRung: { nobody: 128 } } }],
        others: { groups: 2, v4: { addresses: 256, byRung: { owner: 128, constituency: 128 } } },
      },
      {
        by: "intermediary",
        groups: [{ ...none, v4: { addresses: 256 } }],
        others: { groups: 1, v4: { addresses: 128, byRung: { constituency: 128 } } },
      },
    ],
    overlapPairs: {
      total: 1,
      pairs: [{ first: "beta", second: "gamma", settledBy: "specificity", v4: { addresses: 256 } }],
    },
  });
});

test.each([
  ["?by=colour", 400, "by"],
  ["?limit=0", 400, "limit"],
  ["?prefixes=192.0.2.0/24,192.0.2.1/24", 422, "line 2: host bits are set"],
])("%s is refused with %i", async (query, status, detail) => {
  const answer = await get(`/api/v1/coverage${query}`);
  expect(answer.status).toBe(status);
  expect(await answer.text()).toContain(detail);
});
