import { expect, test } from "vitest";
import { useWebHouse } from "../../../test/makers/web-house.ts";

const web = useWebHouse();
const { house } = web;

test.each([
  ["nl", "Iedereen laat iets van zich horen.", "Er hoeft geen brief geschreven te worden."],
  ["en", "Something comes of everybody.", "No letter is to be written."],
])(
  "the page of silence says of whom nothing comes, and which letters wait: %s",
  async (language, nobody, noLetter) => {
    const read = async (): Promise<string> => {
      const answer = await web.look("/silence", { headers: { "Accept-Language": language } });
      expect(answer.status).toBe(200);
      return answer.text();
    };
    const empty = await read();
    expect(empty).toContain(nobody);
    expect(empty).toContain(noLetter);

    await house.loadWorld({ organisations: { uni: { claims: ["192.0.2.0/24"] } } });
    for (const host of [1, 2, 3]) {
      await house.submit({
        csv: `ip,port,timestamp,type\n192.0.2.${host},443,2026-07-01T08:00:00Z,cve-2021-26855\n`,
      });
      await house.run();
    }
    house.setTime("2026-09-05T09:00:00Z");
    await house.followUp();
    const page = await read();
    expect(page).toContain("findings@uni.example");
    expect(page).toContain("192.0.2.3");
    expect(page).not.toContain(nobody);
    expect(page).not.toContain(noLetter);
  },
);
