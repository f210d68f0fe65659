import { parse } from "csv-parse/sync";
import fc from "fast-check";
import PostalMime from "postal-mime";
import { describe, expect, it } from "vitest";
import { mailMaterial as material } from "../../../test/makers/mail-material.ts";
import { makeFindingType, makeNotification, makeRow } from "../../../test/makers/notification.ts";
import { rungs } from "../../domain/decision/rung.ts";
import type { FindingId, FindingTypeId } from "../../domain/ids.ts";
import type { EmailAddress } from "../../domain/network/email-address.ts";
import type {
  Notification,
  NotificationRow,
  Recipient,
} from "../../domain/notification/notification.ts";
import { orderRows } from "../../domain/notification/order-rows.ts";
import { reminderKinds } from "../../domain/notification/told-before.ts";
import { composeMail } from "./compose-mail.ts";
import { splitRows } from "./split-rows.ts";

const repository = new URL("../../../", import.meta.url).pathname;

const exchange = makeFindingType({
  id: "cve-2021-26855" as FindingTypeId,
  kind: "vulnerability",
  severity: "critical",
  tier: 2,
  cves: ["CVE-2021-26855"],
  title: {
    nl: "Kwetsbare Microsoft Exchange (ProxyLogon)",
    en: "Vulnerable Microsoft Exchange (ProxyLogon)",
  },
  advice: "exchange",
});

const sinkhole = makeFindingType({
  id: "infected-system" as FindingTypeId,
  kind: "compromise",
  nature: "event",
  port: false,
  transport: 0,
  rsit: { class: "malicious-code", type: "infected-system" },
  severity: "critical",
  title: { nl: "Besmet systeem", en: "Infected system" },
  advice: "infected-system",
});

const leaked = makeFindingType({
  id: "leaked-credential" as FindingTypeId,
  kind: "leaked-credential",
  nature: "event",
  about: "mail-domain",
  port: false,
  transport: 0,
  severity: "critical",
  tier: 3,
  title: { nl: "Gelekte inloggegevens", en: "Leaked credentials" },
  advice: "leaked-credential",
});

const columns = new Map([
  ["version", "15.2.721"],
  ["path", "/owa"],
  ["email", "j.jansen@uni-x.example"],
  ["password", "hunter2"],
]);

const rows: NotificationRow[] = [
  makeRow({
    type: exchange,
    port: 443,
    tier: 2,
    evidence: new Map([
      ["ip", "192.0.2.7"],
      ["version", "15.2.721"],
      ["servername", "=EXCH2019"],
      ["banner", "see https://evil.example/\r\nBcc: x@evil.example"],
    ]),
  }),
  makeRow({
    type: exchange,
    address: "2001:db8::25",
    port: 443,
    tier: 1,
    evidence: new Map([["version", "15.0.847"]]),
  }),
  makeRow({ name: "rdp.uni-x.example", observedAt: new Date("2026-11-20T05:00:00Z") }),
];

function recipient(changes: Partial<Recipient>): Recipient {
  return { ...makeNotification().recipient, ...changes };
}

async function render(notification: Notification) {
  const { bytes } = await composeMail(notification, material);
  const raw = Buffer.from(bytes).toString("utf8");
  const mail = await PostalMime.parse(bytes);
  const files = mail.attachments.map(({ filename, content }) => ({
    name: filename ?? "",
    text: new TextDecoder().decode(content as ArrayBuffer),
  }));
  if (mail.html !== undefined) files.push({ name: ".html", text: mail.html });
  return { raw, mail, text: mail.text ?? "", files, csv: files[0]?.text ?? null };
}

/** The same rows told again, for each reason that there is. */
const reminders: Record<string, Notification> = Object.fromEntries(
  reminderKinds.map((kind) => [
    `reminder-${kind}`,
    makeNotification({
      rows: orderRows(rows),
      round: 2,
      reminder: {
        kind,
        toldAt: new Date("2026-09-01T09:00:00Z"),
        seenAt:
          kind === "colleague" || kind === "other-party" ? null : new Date("2026-11-19T12:00:00Z"),
      },
    }),
  ]),
);

const golden: Record<string, Notification> = {
  ...reminders,
  owner: makeNotification({
    rows: orderRows(rows),
    topic: { kind: "case", name: "DIVD-2021-00001" },
  }),
  "abuse-desk": makeNotification({
    role: "primary",
    recipient: recipient({
      address: "abuse@telecom.example" as EmailAddress,
      organisation: null,
      name: null,
      rung: "abuse-contact",
    }),
    topic: { kind: "kind", name: "compromise" },
    rows: orderRows(
      [0, 1, 2].map((hour) =>
        makeRow({
          type: sinkhole,
          role: hour === 0 ? "primary" : "digest",
          port: null,
          observedAt: new Date(Date.UTC(2026, 10, 20, hour, 30)),
          evidence: new Map([
            ["src_port", String(40000 + hour)],
            ["family", "necurs"],
          ]),
        }),
      ),
    ),
  }),
  provider: makeNotification({
    recipient: recipient({
      address: "abuse@telecom.example" as EmailAddress,
      name: "Telecom",
      rung: "network-operator",
    }),
    topic: { kind: "kind", name: "vulnerability" },
    rows: orderRows([
      ...rows.map((row) => ({ ...row, tier: 1 as const })),
      makeRow({ type: exchange, address: "192.0.2.9", port: 443, tier: 2, tlp: "AMBER+STRICT" }),
    ]),
  }),
  "provider-many": makeNotification({
    recipient: recipient({
      address: "abuse@telecom.example" as EmailAddress,
      organisation: null,
      name: null,
      rung: "abuse-contact",
    }),
    rows: orderRows(Array.from({ length: 22 }, (_, i) => makeRow({ address: `192.0.2.${i + 1}` }))),
  }),
  "owner-html": makeNotification({
    recipient: recipient({ format: "html" }),
    rows: orderRows(rows),
    topic: { kind: "case", name: "DIVD-2021-00001" },
  }),
  // One finding at each tier, with the same columns in its report.
  tiers: makeNotification({
    recipient: recipient({ language: "en" }),
    rows: orderRows([
      ...([0, 1, 2, 3] as const).map((tier) =>
        makeRow({
          type: exchange,
          tier,
          address: `192.0.2.${10 + tier}`,
          port: 443,
          evidence: columns,
        }),
      ),
      makeRow({
        type: leaked,
        tier: 3,
        address: null,
        name: "uni-x.example",
        port: null,
        evidence: columns,
      }),
    ]),
  }),
  "security-txt": makeNotification({
    recipient: recipient({
      address: "security@shop.example" as EmailAddress,
      organisation: null,
      name: null,
      rung: "security-txt",
    }),
    topic: { kind: "kind", name: "vulnerability" },
    rows: [makeRow({ type: exchange, name: "mail.shop.example", tier: 1, tlp: "GREEN" })],
  }),
  informed: makeNotification({
    role: "informed",
    recipient: recipient({
      address: "cert@onderzoek-cert.example" as EmailAddress,
      name: "CERT Onderzoeksnet",
      rung: null,
    }),
    threadMessageId: "<first@meldpunt.example>",
    rows: orderRows(rows.map((row) => ({ ...row, tier: 0 as const, role: "informed" as const }))),
  }),
  intermediary: makeNotification({
    recipient: recipient({
      address: "cert@surfcert.example" as EmailAddress,
      name: "SURFcert",
      rung: "sole-intermediary",
      custodyWithinMs: 24 * 3_600_000,
    }),
    lane: "day",
    rows: orderRows(rows),
  }),
  digest: makeNotification({
    role: "digest",
    part: 2,
    parts: 3,
    recipient: recipient({
      address: "noc@telecom.example" as EmailAddress,
      name: "Telecom",
      rung: "network-operator",
    }),
    topic: { kind: "kind", name: "compromise" },
    rows: [
      makeRow({
        type: sinkhole,
        role: "digest",
        port: null,
        evidence: new Map([["src_port", "49245"]]),
      }),
    ],
  }),
};

/** Too large to be attached: their text says where they are, and its digests hold what is in them. */
const linked: Record<string, Notification> = {
  "linked-provider": makeNotification({
    recipient: recipient({
      address: "abuse@telecom.example" as EmailAddress,
      name: "Telecom",
      rung: "network-operator",
    }),
    rows: Array.from({ length: 1500 }, (_, i) =>
      makeRow({ address: `192.0.2.${1 + Math.floor(i / 600)}`, port: 1000 + i }),
    ),
  }),
  "linked-owner-html": makeNotification({
    recipient: recipient({ format: "html" }),
    topic: { kind: "case", name: "DIVD-2021-00001" },
    rows: Array.from({ length: 8000 }, (_, i) =>
      makeRow({ address: `198.51.${i >> 8}.${i & 255}` }),
    ),
  }),
};

describe("a mail", () => {
  for (const language of ["nl", "en"] as const) {
    it.each(Object.keys(linked))(`names what it cannot hold: %s in ${language}`, async (name) => {
      const notification = linked[name] as Notification;
      const { raw, files, text } = await render({
        ...notification,
        recipient: { ...notification.recipient, language },
      });
      await expect(raw.replaceAll("\r\n", "\n")).toMatchFileSnapshot(
        `${repository}test/golden/mail/${name}.${language}.eml`,
      );
      for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(72);
      for (const file of files) {
        expect(file.name).toBe(".html");
        await expect(file.text.replaceAll("\r\n", "\n")).toMatchFileSnapshot(
          `${repository}test/golden/mail/${name}.${language}.html`,
        );
      }
    });
  }

  for (const language of ["nl", "en"] as const) {
    it.each(Object.keys(golden))(`looks as it should: %s in ${language}`, async (name) => {
      const notification = golden[name] as Notification;
      const { raw, files } = await render({
        ...notification,
        recipient: { ...notification.recipient, language },
      });
      expect(raw.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
      await expect(raw.replaceAll("\r\n", "\n")).toMatchFileSnapshot(
        `${repository}test/golden/mail/${name}.${language}.eml`,
      );
      for (const file of files) {
        await expect(file.text.replaceAll("\r\n", "\n")).toMatchFileSnapshot(
          `${repository}test/golden/mail/${name}.${language}${file.name.replace(notification.number, "")}`,
        );
      }
    });
  }

  it("is said in both languages on every rung, at every severity and label, in 72 columns", async () => {
    for (const language of ["nl", "en"] as const) {
      for (const rung of [...rungs, null]) {
        const { text, mail } = await render(
          makeNotification({
            role: rung === null ? "informed" : "primary",
            recipient: recipient({ language, rung }),
          }),
        );
        for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(72);
        expect(text).not.toMatch(/\{|\}|undefined|\[object/);
        expect(mail.subject).toContain("NSM-7K3F-92QD");
      }
    }
  });

  it.each([
    [30 * 60_000, "within 1 hour after"],
    [2 * 3_600_000, "within 2 hours after"],
    [24 * 3_600_000, "within 24 hours after"],
    [5 * 24 * 3_600_000, "within 5 days after"],
  ])("says to an intermediary by when to answer: %i ms", async (custodyWithinMs, words) => {
    const held = makeNotification({ recipient: recipient({ language: "en", custodyWithinMs }) });
    expect((await render(held)).text.replace(/\s+/g, " ")).toContain(words);
  });

  it("asks nobody to hold anything who is only informed, or asked for what is its own", async () => {
    const informed = { ...(golden.intermediary as Notification), role: "informed" as const };
    for (const notification of [golden.owner as Notification, informed]) {
      const { text } = await render({
        ...notification,
        recipient: { ...notification.recipient, language: "en" },
      });
      expect(text).not.toContain("custody");
    }
  });

  it("says where to answer without writing only to who is asked something, and the code to everybody", async () => {
    const asked = await render(golden.owner as Notification);
    const informed = await render(golden.informed as Notification);
    const page = "portaal.meldpunt.example/answer/abcdefghijklmnopqrstuvwxya";
    expect(asked.text).toContain(page);
    expect(asked.text.replace(/\s+/g, " ")).toContain("it is valid until 18 February 2027");
    expect(informed.text).not.toMatch(/antwoord\/|answer\//);
    for (const { text } of [asked, informed]) expect(text).toContain("7K3-F92");
  });

  it.each(["nl", "en"] as const)("tells each rung why and how we know: %s", async (language) => {
    const texts: string[] = [];
    for (const rung of [...rungs, null]) {
      const role = rung === null ? "informed" : "primary";
      const { text } = await render(
        makeNotification({
          role,
          recipient: recipient({ language, rung }),
          rows: [makeRow({ role, tier: rung === null ? 0 : 1 })],
        }),
      );
      texts.push(`${"=".repeat(72)}\n${rung ?? "informed"}\n${"=".repeat(72)}\n${text}`);
    }
    await expect(`${texts.join("\n").replaceAll("\r\n", "\n").trim()}\n`).toMatchFileSnapshot(
      `${repository}test/golden/mail/rungs.${language}.txt`,
    );
  });

  it("says that a machine sent it, and asks no machine to answer", async () => {
    const { raw } = await render(golden.owner as Notification);
    expect(raw).toMatch(/^Auto-Submitted: auto-generated\r$/m);
    expect(raw).toMatch(
      /^Message-ID: <0199a000-0000-7000-8000-000000000001@meldpunt\.example>\r$/m,
    );
    expect(raw).not.toMatch(/^(References|In-Reply-To):/m);
    expect((await render(golden.informed as Notification)).raw).toMatch(
      /^References: <first@meldpunt\.example>\r$/m,
    );
  });

  it("is the same bytes every time", async () => {
    const [a, b] = await Promise.all(
      [0, 1].map(() => composeMail(golden.owner as Notification, material)),
    );
    expect(Buffer.from(a?.bytes ?? [])).toEqual(Buffer.from(b?.bytes ?? [1]));
  });

  it("has no attachment for people who never asked", async () => {
    const { mail, text } = await render(golden["security-txt"] as Notification);
    expect(mail.attachments).toEqual([]);
    expect(text).toContain("no attachment");
  });

  it("shows an unsolicited reader fifty rows and how to get the rest", async () => {
    const many = orderRows(
      Array.from({ length: 60 }, (_, i) => makeRow({ address: `192.0.2.${i + 1}` })),
    );
    const { text } = await render({ ...(golden["security-txt"] as Notification), rows: many });
    expect(text).toContain(" 50. 192.0.2.50 ");
    expect(text).not.toContain("192.0.2.51 ");
    expect(text.replace(/\s+/g, " ")).toContain(
      "first 50 of 60 rows are above. All of them are on the page",
    );
    const asked = { ...(golden["security-txt"] as Notification), answerToken: null, rows: many };
    expect((await render(asked)).text).not.toContain("on the page");
  });

  it("keeps a finder's text harmless everywhere", async () => {
    const { text, csv } = await render(golden.owner as Notification);
    for (const part of [text, csv ?? ""]) {
      expect(part).not.toContain("https://evil");
      expect(part).not.toMatch(/^Bcc/m);
    }
    const records = parse(csv ?? "", { columns: true }) as Record<string, string>[];
    expect(records[0]?.["evidence.servername"]).toBe("'=EXCH2019");
  });
});

const anyRow = fc
  .record({
    address: fc.option(
      fc.tuple(fc.nat(255), fc.nat(255)).map(([a, b]) => `198.51.${a}.${b}`),
      { nil: null },
    ),
    name: fc.constantFrom(null, "a.example", "b.uni-x.example"),
    port: fc.option(fc.integer({ min: 1, max: 65535 }), { nil: null }),
    tier: fc.constantFrom(0 as const, 1 as const, 2 as const, 3 as const),
    type: fc.constantFrom(makeFindingType(), exchange, sinkhole),
    findingId: fc.nat(1000).map((id) => id as FindingId),
    evidence: fc.option(
      fc
        .dictionary(fc.constantFrom("version", "banner", "password"), fc.string())
        .map((o) => new Map(Object.entries(o))),
      { nil: null },
    ),
  })
  .map((changes) =>
    makeRow({
      ...changes,
      address: changes.address ?? (changes.name === null ? "192.0.2.1" : null),
    }),
  );

describe("body and attachment", () => {
  it("hold the same rows, and nothing of any other", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyRow, { minLength: 1, maxLength: 70 }), async (unordered) => {
        const ordered = orderRows(unordered);
        const { text, csv } = await render(makeNotification({ rows: ordered }));
        const records = parse(csv ?? "", { columns: true }) as Record<string, string>[];
        expect(records.map(({ row, address, name }) => [row, address, name])).toEqual(
          ordered.map((row, i) => [String(i + 1), row.address ?? "", row.name ?? ""]),
        );
        const inText = [...text.matchAll(/^ {1,3}(\d+)\. (\S+)/gm)].map(([, number, object]) => [
          number,
          object,
        ]);
        expect(inText).toEqual(
          ordered.slice(0, 50).map((row, i) => [String(i + 1), row.address ?? row.name]),
        );
        ordered.forEach((row, i) => {
          if (row.tier === 0)
            expect(records[i]).toMatchObject({
              type: "",
              port: "",
              cve: "",
              title: "",
              version: "",
            });
        });
      }),
      { numRuns: 30 },
    );
  });

  it("come in parts of a megabyte that together hold every row once, in order", () => {
    const many = Array.from({ length: 20_000 }, (_, i) =>
      makeRow({ findingId: i as FindingId, address: `10.0.${i >> 8}.${i & 255}` }),
    );
    const parts = splitRows({ language: "nl" }, many, "attached");
    expect(parts.length).toBeGreaterThan(1);
    expect(parts.flat()).toEqual(many);
    expect(splitRows({ language: "nl" }, many, "linked")).toEqual([many]);
  });
});
