import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import PostalMime from "postal-mime";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeMailInstance } from "../../../test/makers/mail-material.ts";
import type { EmailAddress } from "../../domain/network/email-address.ts";
import { type NoticeKind, noticeVariables } from "../../domain/notice/notice.ts";
import type { OutgoingNotice } from "../../domain/notice/notice-composer.ts";
import { relationReasons } from "../../domain/relation/relation-standing.ts";
import { makeNoticeComposer } from "./compose-notice.ts";
import { readNoticeTemplates } from "./notice-templates.ts";
import { variablesOf } from "./template-problems.ts";

const repository = join(import.meta.dirname, "../../..");
const shipped = join(repository, "data/templates/notices");
const kinds = Object.keys(noticeVariables) as NoticeKind[];

const instance = makeMailInstance("Nederlands Security Meldpunt");

const compose = makeNoticeComposer({
  templates: readNoticeTemplates(shipped),
  instance,
  publicUrl: "https://portaal.meldpunt.example",
});

/** Something for every variable that any kind has. */
const values: Readonly<Record<string, string>> = {
  asset: "uni-x.example",
  organisation: "Universiteit X",
  name: "Universiteit X",
  code: "abcdefghijklmnopqrstuvwxya",
  registration: "019b0000-0000-7000-8000-000000000001",
  reason: "proof-gone",
  until: "2026-12-01T09:30:00.000Z",
  question: "Who may decide for you?",
  fields: "contacts",
  address: "cert@uni-x.example",
  notification: "NSM-7K3F-92QD",
  rows: "3",
  member: "Universiteit X",
  intermediary: "SURFcert",
  informed: "yes",
  members: "112",
  finder: "uni-x-scan",
  endpoint: "019b0000-0000-7000-8000-000000000002",
  way: "webhook",
  because: "gone",
  type: "open-rdp",
  findings: "12",
  subject: "Re: [cert.uni-x.example #4711] [NSM-7K3F-92QD] TLP:AMBER 3 findings",
  text: "Thank you.\n\nThat address is yours by our records: see the list that we sent.",
  verifyPage: "https://www.meldpunt.example/controleer",
  answers: "<first@meldpunt.example> <answer@uni-x.example>",
  replyTo: "r+019b0000000070008000000000000001.0123456789abcdef0123@bounces.meldpunt.example",
  fingerprint: "b39edda19676e5f47bdacea0c02768144b42e0a3",
  key: "pgp b39edda19676e5f47bdacea0c02768144b42e0a3",
  answer: "NSM-7K3F-92QD",
  asked: "other-contact",
  reports: "019b0000-0000-7000-8000-000000000002: delivered 3",
};

function makeNotice(
  kind: NoticeKind,
  language: "nl" | "en",
  data: OutgoingNotice["data"] = {},
): OutgoingNotice {
  const own = Object.fromEntries(noticeVariables[kind].map((name) => [name, values[name] ?? ""]));
  const reason = [
    "registration-declined",
    "finder-declined",
    "finder-recalled",
    "response-refused",
  ].includes(kind)
    ? { reason: "No such register number." }
    : {};
  const silent = kind === "custody-passed-on" ? { reason: "silent" } : {};
  const ended = kind === "relation-ended" ? { reason: "ended-by-member" } : {};
  return {
    id: "019b0000-0000-7000-8000-00000000000a",
    kind,
    language,
    address: "cert@uni-x.example" as EmailAddress,
    data: { ...own, ...reason, ...silent, ...ended, ...data },
    messageId: "<notice.019b0000-0000-7000-8000-00000000000a@bounces.meldpunt.example>",
    queuedAt: new Date("2026-11-20T09:00:00Z"),
  };
}

async function render(notice: OutgoingNotice) {
  const bytes = await compose(notice, null);
  const mail = await PostalMime.parse(bytes);
  return {
    raw: Buffer.from(bytes).toString("utf8"),
    text: mail.text ?? "",
    subject: mail.subject,
    mail,
  };
}

describe("a notice", () => {
  for (const language of ["nl", "en"] as const) {
    it.each(kinds)(`looks as it should: %s in ${language}`, async (kind) => {
      const { raw } = await render(makeNotice(kind, language));
      expect(raw.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
      await expect(raw.replaceAll("\r\n", "\n")).toMatchFileSnapshot(
        join(repository, `test/golden/notices/${kind}.${language}.eml`),
      );
    });

    it.each(kinds)(`shows all that it has: %s in ${language}`, (kind) => {
      const text = readFileSync(join(shipped, language, `${kind}.txt`), "utf8");
      const shown = variablesOf(text);
      // Of a claim that holds or is over there is no date, and whose rival it is is not said.
      const hidden = ["claim-active", "claim-recovered", "claim-lapsed", "claim-revoked"];
      const left: readonly string[] =
        kind === "claim-rival"
          ? ["reason", "until"]
          : kind === "thread-answer"
            ? ["answers", "replyTo"]
            : hidden.includes(kind)
              ? ["until"]
              : [];
      expect(noticeVariables[kind].filter((name) => !shown.has(name))).toEqual(left);
    });
  }

  it("is plain text in 72 columns, from a machine, with nothing to click and nothing attached", async () => {
    for (const kind of kinds.filter((kind) => kind !== "thread-answer")) {
      const { raw, text, mail } = await render(makeNotice(kind, "nl"));
      expect(raw).toMatch(/^Auto-Submitted: auto-generated\r$/m);
      expect(mail.attachments).toEqual([]);
      expect(mail.html).toBeUndefined();
      expect(text).not.toMatch(/https?:|\{|\}|undefined/);
      for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(72);
    }
  });

  it.each(relationReasons)("says why a relation ended in both languages: %s", async (reason) => {
    for (const language of ["nl", "en"] as const) {
      const { text } = await render(makeNotice("relation-ended", language, { reason }));
      expect(text).not.toContain("relation.");
    }
  });

  it("keeps a stranger's text harmless", async () => {
    const name = "Acme https://evil.example/pay\r\nBcc: x@evil.example";
    const { raw, text } = await render(makeNotice("registration-code", "en", { name }));
    expect(text).not.toContain("https://evil");
    expect(raw).not.toMatch(/^Bcc/m);
  });

  it("says every reason of a claim in both languages", async () => {
    const reasons = Object.keys(
      JSON.parse(readFileSync(join(shipped, "en/messages.json"), "utf8")) as object,
    );
    for (const language of ["nl", "en"] as const) {
      for (const key of reasons.filter((name) => name.startsWith("reason."))) {
        const notice = makeNotice("claim-lapsed", language, {
          reason: key.slice("reason.".length),
        });
        expect((await render(notice)).text).not.toContain("reason.");
      }
    }
  });
});

describe("readNoticeTemplates", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "meldpunt-notices-"));
    cpSync(shipped, folder, { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("refuses a kind without a text in a language", () => {
    rmSync(join(folder, "en/claim-rival.txt"));
    expect(() => readNoticeTemplates(folder)).toThrow("claim-rival.txt is missing");
  });

  it("refuses a text that uses what its kind does not have", () => {
    writeFileSync(join(folder, "nl/claim-asked.txt"), "Aanvraag\n\n{{code}}\n");
    expect(() => readNoticeTemplates(folder)).toThrow("uses code");
  });

  it("refuses a text without a subject", () => {
    writeFileSync(join(folder, "nl/claim-asked.txt"), "\n\n{{asset}}\n");
    expect(() => readNoticeTemplates(folder)).toThrow("does not begin with a subject");
  });
});
