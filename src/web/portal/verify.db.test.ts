import { beforeEach, describe, expect, test } from "vitest";
import { emptyTables } from "../../../test/empty-tables.ts";
import { operator } from "../../../test/makers/actors.ts";
import { sameOrigin, useWebHouse } from "../../../test/makers/web-house.ts";
import { checkNotification } from "../../actions/check-notification.ts";
import { makePublicNumber } from "../../domain/notification/public-number.ts";

const web = useWebHouse();
const { house } = web;
const { sql } = house.context;

beforeEach(async () => {
  await house.loadWorld({
    organisations: { uni: { name: "Universiteit Voorbeeld", claims: ["192.0.2.0/24"] } },
  });
});

/** A number that could be one of ours. */
const nobodys = makePublicNumber("NSM-", Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8));

/** What the mail says to type: number and code. */
async function tell(): Promise<{ number: string; code: string }> {
  const csv =
    "ip,type,timestamp\n192.0.2.1,open-rdp,2026-07-01T08:00:00Z\n192.0.2.2,open-rdp,2026-07-01T08:00:00Z\n";
  await house.submit({ csv });
  await house.run();
  const text = house.server.kept.at(-1)?.bytes.toString().replace(/=\r\n/g, "") ?? "";
  const number = /NSM-[2-9A-Z]{4}-[2-9A-Z]{4}/.exec(text)?.[0] ?? "";
  const code = /code\s+([2-9A-Z]{3}-[2-9A-Z]{3})/.exec(text)?.[1] ?? "";
  return { number, code };
}

function ask(
  typed: { number: string; code: string },
  { app = web.makeApp(), path = "/verify", language = "en" } = {},
): Promise<Response> {
  const headers = { ...sameOrigin, "Accept-Language": language };
  return Promise.resolve(
    app.request(path, { method: "POST", headers, body: new URLSearchParams(typed) }),
  );
}

describe("whether a message is real", () => {
  test.each([
    ["/verify", "en", "to a contact of Universiteit Voorbeeld, about 2 findings"],
    ["/controleer", "nl", "aan een contact van Universiteit Voorbeeld, over 2 bevindingen"],
  ])(
    "is asked by number and code at %s, two fields and one button",
    async (path, language, words) => {
      const mailed = await tell();
      const form = await (
        await web.makeApp().request(path, { headers: { "Accept-Language": language } })
      ).text();
      const asked = form.slice(form.indexOf("<main"));
      expect(asked.match(/<input|<select|<textarea/g)).toHaveLength(2);
      expect(asked.match(/<button/g)).toHaveLength(1);
      expect(asked).toContain(web.context.instance.contact.email);
      const answer = await ask(mailed, { path, language });
      expect(answer.status).toBe(200);
      const text = await answer.text();
      expect(text).toContain(words);
      expect(text).not.toMatch(/192\.0\.2|findings@|Remote Desktop|open-rdp/);
    },
  );

  test("takes them as people type them", async () => {
    const { number, code } = await tell();
    const typed = {
      number: ` ${number.toLowerCase().replaceAll("-", " ")}`,
      code: code.replace("-", ""),
    };
    expect((await ask(typed)).status).toBe(200);
  });

  test("an unknown number and a wrong code are answered alike, and a number that cannot be is told", async () => {
    const { number, code } = await tell();
    const other = code.startsWith("2") ? code.replace("2", "3") : `2${code.slice(1)}`;
    const wrongCode = await ask({ number, code: other });
    const unknown = await ask({ number: nobodys, code: other });
    const bare = (text: string) => text.slice(text.indexOf("<main")).replace(/value="[^"]*"/g, "");
    expect([wrongCode.status, unknown.status]).toEqual([422, 422]);
    const mistyped = await ask({ number: "NSM-7K3F-92Q3", code });
    expect(await mistyped.text()).toContain("cannot be a reference of ours");
    const texts = [bare(await wrongCode.text()), bare(await unknown.text())];
    expect(texts[0]).toBe(texts[1]);
  });

  test("is slowed down by number whoever asks, and by client but for who has the right code", async () => {
    const { number, code } = await tell();
    const app = web.makeApp();
    const guess = (typed: string) => ask({ number: typed, code: "222-222" }, { app });
    const statuses: number[] = [];
    for (let i = 0; i < 10; i++) statuses.push((await guess(nobodys)).status);
    expect(statuses).toEqual(Array(10).fill(422));
    expect((await guess(number)).status).toBe(429);
    expect((await ask({ number, code }, { app })).status).toBe(200);
    house.later(16);
    for (let i = 0; i < 10; i++) await guess(number);
    expect((await ask({ number, code }, { app })).status).toBe(429);
    house.later(16);
    expect((await ask({ number, code }, { app })).status).toBe(200);
  });

  test("says so where it was recalled", async () => {
    const mailed = await tell();
    const { rows } = await sql.query<{ id: string }>(
      `insert into corrections (id, report, recalls, reason, digest, made_at, made_by)
       select '0199a000-0000-7000-8000-0000000000cc', min(r.number), true, 'wrong list',
              decode(repeat('00', 32), 'hex'), '2026-07-02T10:00:00Z', 'test' from reports r
       returning id`,
    );
    await sql.query(
      "update notification_findings set correction_id = $1, corrected_as = 'withdrawn' where position = 1",
      [rows[0]?.id],
    );
    const text = await (await ask(mailed)).text();
    expect(text).toContain("This message was ours, and has been recalled");
    expect(text).toContain("we took back 1 of the 2 findings");
    await emptyTables(sql, "corrections");
  });

  test("is answered by telephone with the same, and warns of a wrong code", async () => {
    const { number, code } = await tell();
    const { context } = web;
    const check = (text: string) =>
      checkNotification({ context, input: { actor: operator, text } });
    expect(await check(`${number} ${code}`)).toMatchObject({
      kind: "ours",
      number,
      code: "right",
      organisation: "uni",
      findings: 2,
      withdrawn: null,
    });
    expect(await check(number.toLowerCase())).toMatchObject({ code: "not-given" });
    expect(await check(`${number} 222-222`)).toMatchObject({ code: "wrong" });
    expect(await check(nobodys)).toEqual({ kind: "unknown" });
    expect(await check("NSM-7K3F-92Q3")).toEqual({ kind: "mistyped" });
  });
});
