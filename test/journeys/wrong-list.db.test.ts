import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";
import type { NotificationId } from "../../src/domain/ids.ts";
import { findWithdrawal } from "../../src/store/views/notification-withdrawal.ts";
import { toWords } from "../makers/portal-reader.ts";
import { useWebHouse } from "../makers/web-house.ts";

const web = useWebHouse();
const { house } = web;

const caseName = "DIVD-2022-00063";
const addressOf = (id: string): string => `findings@${id}.example`;

function list(...addresses: readonly string[]): string {
  const rows = addresses.map((ip) => `${ip},443,2026-07-01T08:00:00Z,cve-2021-26855`);
  return ["ip,port,timestamp,type", ...rows].join("\n");
}

async function ask(path: string, body?: unknown) {
  const answer = await web.ask(`/api/v1${path}`, {
    method: body === undefined ? "GET" : "POST",
    headers: { "Content-Type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, answer: (await answer.json()) as Record<string, unknown> };
}

/** Mail of this kind, by whom it went to. */
function mailTo(isCorrection: boolean) {
  return house.server.kept.filter(
    ({ bytes }) => /^Subject: .*Rectificatie/m.test(String(bytes)) === isCorrection,
  );
}

function readRows(bytes: Buffer): Record<string, string>[] {
  const attached = /Content-Disposition: attachment[^\r]*\r\n\r\n([A-Za-z0-9+/=\r\n]+)/.exec(
    bytes.toString(),
  );
  return parse(Buffer.from(attached?.[1] ?? "", "base64").toString(), { columns: true });
}

const figuresOf = async (report: unknown) =>
  (await ask(`/reports/${report}`)).answer.dispositions as Record<string, number>;

test("golden scenario 3: a wrong list was released, and is taken back from exactly those who got it", async () => {
  await house.loadWorld({
    organisations: {
      uni: { claims: ["192.0.2.0/25"], memberOf: [{ of: "cert", informed: true }], path: "direct" },
      cert: {},
      firm: { claims: ["198.51.100.0/24"] },
      shop: { claims: ["203.0.113.0/24"] },
    },
  });
  // What others have seen before, and see as well; and what nobody is told of by the wrong list.
  const right = await house.submit({ csv: list("198.51.100.9"), finder: "other" });
  await house.run();

  // The wrong list: everything that was scanned, not what is vulnerable. It waits, and somebody lets it go.
  const wrong = await house.submit({
    csv: list("192.0.2.1", "192.0.2.2", "198.51.100.9", "198.51.100.10", "203.0.113.1"),
    finder: "divd",
    caseName,
    release: false,
  });
  expect((await ask(`/reports/${wrong.report}/release`, {})).answer).toMatchObject({
    released: true,
  });
  // One recipient's server defers: what goes to it is not sent yet when the mistake is found.
  const deferred = { kind: "reply", at: "rcpt", code: 450, text: "4.2.1 Busy" } as const;
  house.server.behave(addressOf("shop"), deferred);
  await house.run();
  const told = new Map(mailTo(false).map(({ to, messageId }) => [to, messageId]));
  expect([...told.keys()].toSorted()).toEqual(["cert", "firm", "uni"].map(addressOf));
  expect(await figuresOf(wrong.report)).toEqual({ pending: 1, delivered: 3, duplicate: 1 });

  // Four minutes later: stopped, looked at, taken back.
  house.later(4);
  const scope = { kind: "case", name: caseName };
  const preview = (await ask("/recalls/preview", { scope })).answer;
  expect(preview).toMatchObject({
    reports: [wrong.report],
    findings: { withdrawn: 4, waits: 0, stands: 1 },
    recipients: 3,
  });
  const order = {
    scope,
    digest: preview.digest,
    reason: "hosts that were scanned, not hosts that are vulnerable",
    texts: {
      nl: "De lijst noemde alles wat was gescand.",
      en: "The list named all that was scanned.",
    },
  };
  expect(await ask("/recalls", order)).toMatchObject({
    status: 200,
    answer: { withdrawn: 4, unsent: 1 },
  });
  house.server.forget();
  house.later(1);
  await house.run();

  // Exactly the recipients, in their threads, each row once; whoever was not told hears nothing at all.
  const corrections = mailTo(true);
  expect(corrections.map(({ to }) => to).toSorted()).toEqual(
    ["cert", "firm", "uni"].map(addressOf),
  );
  for (const { to, bytes } of corrections) {
    const text = bytes.toString();
    expect(text.replace(/\r\n /g, " ")).toMatch(/^References: <.*>/m);
    expect(text).toContain("De lijst noemde alles wat was gescand.");
    const rows = readRows(bytes).map(({ address, now }) => `${address} ${now}`);
    const expected: Record<string, string[]> = {
      [addressOf("uni")]: ["192.0.2.1 withdrawn", "192.0.2.2 withdrawn"],
      [addressOf("cert")]: ["192.0.2.1 withdrawn", "192.0.2.2 withdrawn"],
      [addressOf("firm")]: ["198.51.100.10 withdrawn"],
    };
    expect([to, rows]).toEqual([to, expected[to]]);
  }
  house.later(24 * 60);
  await house.run();
  expect(mailTo(true).length).toBe(3);
  expect(house.server.kept.filter(({ to }) => to === addressOf("shop"))).toEqual([]);

  // Figures: all rows of the wrong list are withdrawn, what others saw stands.
  expect(await figuresOf(wrong.report)).toEqual({ withdrawn: 5 });
  expect(await figuresOf(right.report)).toEqual({ delivered: 1 });
  expect(await house.dispositions()).toEqual({ delivered: 1, withdrawn: 4 });

  // Whoever checks the message that it got is told, and so is whoever looks at it here.
  const { deliveries } = (await ask("/deliveries?limit=100")).answer as {
    deliveries: { notification: NotificationId; role: string; address: string; rows: number }[];
  };
  const wronged = deliveries.filter(
    ({ role, address, rows }) => role === "primary" && address === addressOf("uni") && rows === 2,
  );
  const [{ notification } = { notification: "" as NotificationId }] = wronged;
  expect(await findWithdrawal(house.context.sql, notification)).toMatchObject({
    rows: 2,
    withdrawn: 2,
    stands: 0,
    corrections: [expect.stringMatching(/^NSM-/)],
  });
  const page = await (
    await web.look(`/notifications/${notification}`, { headers: { "Accept-Language": "en" } })
  ).text();
  expect(toWords(page)).toContain("2 rows withdrawn");
  // The finder hands over what is right, and it goes out like any other list.
  await house.submit({ csv: list("192.0.2.2"), finder: "divd", caseName });
  await house.run();
  expect(await house.dispositions()).toEqual({ delivered: 2, withdrawn: 3 });
});
