import { expect, test } from "vitest";
import { useWebHouse } from "../../../test/makers/web-house.ts";

const web = useWebHouse();
const { house } = web;

test.each([
  ["nl", "Wat er van de bevindingen geworden is", "gemeld", "wordt niet gemeld"],
  ["en", "What became of the findings", "told", "will not be told"],
])(
  "the page of a report leads to what became of its findings: %s",
  async (language, title, told, notTold) => {
    await house.loadWorld({ organisations: { uni: { claims: ["192.0.2.0/24"] } } });
    const csv = [
      "ip,port,timestamp,type",
      ...[1, 2, 3].map((host) => `192.0.2.${host},443,2026-07-01T08:00:00Z,cve-2021-26855`),
      "198.51.100.1,443,2026-07-01T08:00:00Z,cve-2021-26855",
    ];
    const { report } = await house.submit({ csv: `${csv.join("\n")}\n` });
    await house.run();
    const read = async (path: string): Promise<string> => {
      const answer = await web.look(path, { headers: { "Accept-Language": language } });
      expect([path, answer.status]).toEqual([path, 200]);
      return answer.text();
    };
    expect(await read(`/reports/${report}`)).toContain(`/reports/${report}/fates`);
    const page = await read(`/reports/${report}/fates`);
    const rows = [...page.matchAll(/<tr role="row"[\s\S]*?<\/tr>/g)].map(([row]) =>
      row
        .replaceAll(/<[^>]*>/g, " ")
        .replaceAll(/\s+/g, " ")
        .trim(),
    );
    expect(page).toContain(title);
    expect(rows.slice(1)).toEqual([`${notTold} 1`, `${told} 3`, expect.stringMatching(/ 4$/)]);
  },
);

test("there is none of a report that is not there", async () => {
  const path = "/reports/00000000-0000-7000-8000-000000000000/fates";
  expect((await web.look(path)).status).toBe(404);
});
