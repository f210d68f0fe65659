import { expect, it } from "vitest";
import { useWebHouse } from "../../../test/makers/web-house.ts";

const { ask } = useWebHouse();

it("says what a type is and what to do, in both languages and under any of its names", async () => {
  const answers = await Promise.all(
    ["proxylogon?language=nl", "divd-2021-00001?language=en", "CVE-2021-26855"].map(
      async (path) => {
        const answer = await ask(`/api/v1/finding-types/${path}`);
        expect(answer.status).toBe(200);
        return (await answer.json()) as { type: string; advice: Record<string, string> };
      },
    ),
  );
  const [nl, en, cve] = answers.map(({ advice }) => advice);
  expect(nl?.name).toBe("exchange-proxylogon");
  expect(nl?.text).toContain("Doe nu:");
  expect(en?.text).toContain("Do now:");
  expect(cve?.text).toBe(en?.text);
  expect(new Set([nl, en, cve].map((advice) => advice?.version)).size).toBe(1);
  expect((await ask("/api/v1/finding-types/no-such-type")).status).toBe(404);
});

it("says of each finding which words belong to it", async () => {
  const answer = await ask("/api/v1/findings");
  expect(answer.status).toBe(200);
});
