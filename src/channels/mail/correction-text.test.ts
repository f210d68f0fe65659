import { join } from "node:path";
import { parse } from "csv-parse/sync";
import PostalMime from "postal-mime";
import { describe, expect, it } from "vitest";
import { makeMailInstance } from "../../../test/makers/mail-material.ts";
import { makeNotification, makeRow } from "../../../test/makers/notification.ts";
import type {
  CorrectedAs,
  CorrectionNotification,
  CorrectionRow,
} from "../../domain/correction/correction-notification.ts";
import type { CorrectionId, NotificationId } from "../../domain/ids.ts";
import type { EmailAddress } from "../../domain/network/email-address.ts";
import type { NotificationRow, Recipient } from "../../domain/notification/notification.ts";
import type { PublicNumber } from "../../domain/notification/public-number.ts";
import { composeMail } from "./compose-mail.ts";
import { readMailTemplates } from "./mail-templates.ts";

const repository = join(import.meta.dirname, "../../..");
const material = {
  publicUrl: "https://portaal.meldpunt.example",
  templates: readMailTemplates(join(repository, "data/templates/mail")),
  advice: new Map(),
  instance: makeMailInstance("Meldpunt"),
};

function corrected(
  as: CorrectedAs,
  position: number,
  changes: Partial<NotificationRow> = {},
): CorrectionRow {
  return {
    ...makeRow({ role: "primary", ...changes }),
    role: "correction",
    corrects: {
      as,
      position,
      notification: "0199a000-0000-7000-8000-000000000009" as NotificationId,
      number: "NSM-277Q-7W8H" as PublicNumber,
    },
  };
}

function makeCorrection(
  rows: readonly CorrectionRow[],
  changes: {
    readonly recalls?: boolean;
    readonly text?: string | null;
    readonly recipient?: Partial<Recipient>;
  } = {},
): CorrectionNotification {
  const notification = makeNotification({ role: "correction", lane: "now" });
  return {
    ...notification,
    threadMessageId: "<first@meldpunt.example>",
    recipient: { ...notification.recipient, name: null, ...changes.recipient },
    topic: { kind: "case", name: "DIVD-2022-00063" },
    correction: {
      id: "0199a000-0000-7000-8000-0000000000aa" as CorrectionId,
      recalls: changes.recalls ?? true,
      text: changes.text ?? null,
      messageIds: ["<first@meldpunt.example>", "<second@meldpunt.example>"],
    },
    rows,
  };
}

async function render(notification: CorrectionNotification) {
  const { bytes } = await composeMail(notification, material);
  const mail = await PostalMime.parse(bytes);
  const content = mail.attachments[0]?.content as ArrayBuffer | undefined;
  const csv = content === undefined ? null : new TextDecoder().decode(content);
  return { raw: Buffer.from(bytes).toString("utf8"), mail, text: mail.text ?? "", csv };
}

const golden: Record<string, CorrectionNotification> = {
  "correction-recall": makeCorrection([
    corrected("withdrawn", 1, { address: "192.0.2.7" }),
    corrected("withdrawn", 2, { address: null, name: "rdp.uni-x.example" }),
    corrected("stands", 4, { address: "2001:db8::25" }),
  ]),
  "correction-unsolicited": makeCorrection([corrected("withdrawn", 1)], {
    recipient: {
      address: "security@shop.example" as EmailAddress,
      organisation: null,
      rung: "security-txt",
    },
    text: "The scanner took a login page for the flaw.\r\nBcc: x@evil.example https://evil.example/",
  }),
  "correction-informed": makeCorrection([corrected("withdrawn", 3, { tier: 0 })], {
    recipient: { address: "cert@onderzoek-cert.example" as EmailAddress, rung: null },
  }),
  "correction-put-right": makeCorrection([corrected("put-right", 1), corrected("put-right", 2)], {
    recalls: false,
    text: "The flaw is in versions before 15.2.1258, not in all of 15.2.",
  }),
};

describe("a correction", () => {
  for (const language of ["nl", "en"] as const) {
    it.each(Object.keys(golden))(`looks as it should: %s in ${language}`, async (name) => {
      const correction = golden[name] as CorrectionNotification;
      const { raw, csv } = await render({
        ...correction,
        recipient: { ...correction.recipient, language },
      });
      expect(raw.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
      const file = `${repository}/test/golden/mail/${name}.${language}`;
      await expect(raw.replaceAll("\r\n", "\n")).toMatchFileSnapshot(`${file}.eml`);
      if (csv !== null)
        await expect(csv.replaceAll("\r\n", "\n")).toMatchFileSnapshot(`${file}.csv`);
    });
  }

  it("goes in the threads of what it corrects", async () => {
    const { mail } = await render(golden["correction-recall"] as CorrectionNotification);
    expect(mail.inReplyTo).toBe("<first@meldpunt.example> <second@meldpunt.example>");
    expect(mail.references).toBe("<first@meldpunt.example> <second@meldpunt.example>");
  });

  it("shows each row at the tier at which it was shown", async () => {
    const { csv, text } = await render(golden["correction-informed"] as CorrectionNotification);
    const [row] = parse(csv ?? "", { columns: true }) as Record<string, string>[];
    expect(row).toMatchObject({ address: "192.0.2.7", port: "", type: "", now: "withdrawn" });
    expect(text).not.toMatch(/3389|open-rdp|RDP/);
  });

  it("keeps what an operator wrote harmless", async () => {
    const { raw, text } = await render(golden["correction-unsolicited"] as CorrectionNotification);
    expect(raw).not.toMatch(/^Bcc:/m);
    expect(text).not.toContain("https://evil.example");
  });

  it("shows fifty rows and says where the rest is, and the list has all", async () => {
    const rows = Array.from({ length: 70 }, (_, i) =>
      corrected(i % 2 === 0 ? "withdrawn" : "stands", i + 1, { address: `198.51.100.${i + 1}` }),
    );
    const { text, csv } = await render(makeCorrection(rows));
    expect(text.match(/, row \d+: /g)?.length).toBe(50);
    expect(text.replace(/\s+/g, " ")).toContain("All 70 are in the attachment");
    const records = parse(csv ?? "", { columns: true }) as Record<string, string>[];
    expect(records.map(({ row, now }) => `${row} ${now}`)).toEqual(
      rows.map(({ corrects }) => `${corrects.position} ${corrects.as}`),
    );
  });

  it("says everything in lines of 72 columns, in both languages", async () => {
    for (const language of ["nl", "en"] as const) {
      for (const correction of Object.values(golden)) {
        const { text } = await render({
          ...correction,
          recipient: { ...correction.recipient, language },
        });
        for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(72);
        expect(text).not.toMatch(/\{|\}|undefined|\[object/);
      }
    }
  });
});
