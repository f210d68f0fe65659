import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readIncomingMail } from "../../src/channels/mail/incoming/read-incoming-mail.ts";
import { meaningOf, preciseStatus } from "../../src/domain/incoming/bounce-meaning.ts";
import { classifyMail } from "../../src/domain/incoming/classify-mail.ts";
import { suggestResponse } from "../../src/domain/incoming/suggest-response.ts";
import { findTicket } from "../../src/domain/incoming/ticket-number.ts";
import type { EmailAddress } from "../../src/domain/network/email-address.ts";

const folder = join(import.meta.dirname, "../samples/mail");

/** What reading a sample must answer; what is absent is not asked. */
type Expected = {
  readonly file: string;
  /** Of the envelope; null where it names nobody. */
  readonly sender: string | null;
  readonly to: "return-path" | "reply" | "house";
  readonly class: string;
  readonly standard?: boolean;
  readonly address?: string | null;
  readonly status?: string | null;
  readonly meaning?: string;
  readonly type?: string;
  readonly ticket?: string | null;
  readonly suggestion?: string | null;
};

const expected = JSON.parse(readFileSync(join(folder, "expected.json"), "utf8")) as Expected[];
const subject =
  "[NSM-7K3F-92QD] TLP:AMBER 3 meldingen: kwetsbaarheid DIVD-2026-00001 CVE-2021-44228";
const ownAddresses = new Set(["meld@meldpunt.example" as EmailAddress]);
const notified = "abuse@netwerk.example";

async function read({ file, sender, to }: Expected) {
  const mail = await readIncomingMail(readFileSync(join(folder, file)));
  if (mail === null) return { class: "unreadable" };
  const reading = classifyMail(mail, {
    hasNullSender: sender === null,
    isReturned: to === "return-path",
    ownAddresses,
    answeredSubject: subject,
  });
  const common = {
    class: reading.class,
    ticket: findTicket(mail.subject, subject),
    suggestion: suggestResponse(mail.text),
  };
  if (reading.class === "complaint")
    return { ...common, type: reading.type, address: reading.recipient };
  if (reading.class !== "bounce" && reading.class !== "delay") return common;
  const report = reading.reports.find(({ final }) => final === notified) ?? reading.reports[0];
  return {
    ...common,
    standard: reading.isStandard,
    address: report.final,
    status: preciseStatus(report),
    meaning: meaningOf(report),
  };
}

describe("received mail, in the shapes in which servers and people write it", () => {
  it("has at least sixty samples, and says of each what it is", () => {
    const files = globSync("*.eml", { cwd: folder });
    expect(files.length).toBeGreaterThanOrEqual(60);
    expect(expected.map(({ file }) => file).sort()).toEqual(files.sort());
  });

  it.each(expected.map((sample) => [sample.file, sample] as const))("%s", async (_, sample) => {
    const { file, sender, to, ...wanted } = sample;
    expect(await read(sample)).toMatchObject(wanted);
  });

  it("names nobody outside the names for documentation", () => {
    const names = expected.flatMap(
      ({ file }) =>
        readFileSync(join(folder, file), "latin1").match(/[\w.+-]+@[A-Za-z0-9.-]+/g) ?? [],
    );
    expect(names.filter((name) => !/\.example\.?$/i.test(name))).toEqual([]);
  });
});
