import { Argument, Option } from "commander";
import type { ShownThreadEntry } from "../actions/mails/read-thread.ts";
import { type MailVerdict, mailVerdicts } from "../actions/settle-received-mail.ts";
import type { FinderId } from "../domain/ids.ts";
import { type MailClass, mailClasses } from "../domain/incoming/mail-class.ts";
import {
  type MailState,
  mailStates,
  type ReceivedMailId,
} from "../domain/incoming/received-mail.ts";
import { toSafeText } from "../domain/notification/safe-text.ts";
import { type Format, formats } from "../domain/report/source.ts";
import type { TypedResponse } from "../domain/response/read-response.ts";
import { type ResponseKind, responseKinds } from "../domain/response/response.ts";
import { type AddCommand, addExamples, type CommandLine, jsonOption } from "./command.ts";
import { readCount, readIdOf, readSlug } from "./read-option.ts";
import { addResponseOptions, type ResponseOptions } from "./response-options.ts";
import { toPairs, toTable, toTime } from "./table.ts";

type ListOptions = {
  readonly state: MailState | "all";
  readonly class?: MailClass;
  readonly limit: number;
  readonly json?: true;
};

type ReportOptions = {
  readonly finder: string;
  readonly format?: Format;
  readonly case?: string;
};

const example = "01931c2e-7d5a-7c34-9b6f-2f6a3d1c8e90";

export const addMail: AddCommand = (program, line) => {
  const mail = program
    .command("mail")
    .description("mail that came to us: bounces, tickets, people, and what became of it");
  const listed = mail
    .command("list")
    .description("what waits for a person, the latest first")
    .addOption(new Option("--state <name>").choices(["all", ...mailStates]).default("waiting"))
    .addOption(new Option("--class <name>", "only what is this").choices(mailClasses))
    .option("--limit <count>", "how many at most", readCount, 100)
    .addOption(jsonOption("print one JSON object a line"))
    .action((options: ListOptions) => list(line, options));
  addExamples(listed, ["meldpunt mail list", "meldpunt mail list --state all --class complaint"]);
  const shown = mail
    .command("show")
    .description("one mail with what it says, in its thread")
    .argument("<id>", "as `mail list` shows it", readIdOf("mail list"))
    .addOption(jsonOption())
    .action((id: string, options: { readonly json?: true }) =>
      show(line, id as ReceivedMailId, options.json === true),
    );
  addExamples(shown, [`meldpunt mail show ${example}`]);
  const settled = mail
    .command("settle")
    .description(
      "say what one is: nothing to do about, a bounce of an address that is dead, or refuses, or a complaint that is right",
    )
    .argument("<id>", "as `mail list` shows it", readIdOf("mail list"))
    .addOption(new Option("--as <verdict>").choices(mailVerdicts).makeOptionMandatory())
    .action((id: string, options: { readonly as: MailVerdict }) =>
      settle(line, id as ReceivedMailId, options.as),
    );
  addExamples(settled, [`meldpunt mail settle ${example} --as nothing`]);
  const responded = mail
    .command("respond")
    .description("take one for an answer about what its notification told of, and settle it")
    .argument("<id>", "as `mail list` shows it", readIdOf("mail list"))
    .addArgument(new Argument("<kind>").choices(responseKinds))
    .action((id: string, kind: ResponseKind, options: ResponseOptions) =>
      respond(line, id as ReceivedMailId, { kind, ...options }),
    );
  addResponseOptions(responded);
  addExamples(responded, [`meldpunt mail respond ${example} fixed`]);
  const taken = mail
    .command("report")
    .description("take the signed files of one in as reports of a finder, and settle it")
    .argument("<id>", "as `mail list` shows it", readIdOf("mail list"))
    .requiredOption("--finder <id>", "whose keys the signatures are checked with", readSlug)
    .addOption(
      new Option("--format <name>", "instead of what its beginning tells").choices(formats),
    )
    .option("--case <name>", "the campaign that it belongs to, as in DIVD-2024-00005")
    .action((id: string, options: ReportOptions) =>
      takeReport(line, id as ReceivedMailId, options),
    );
  addExamples(taken, [`meldpunt mail report ${example} --finder divd`]);
  const answered = mail
    .command("answer")
    .description(
      "write back to a person, in the thread; it goes out with the next `meldpunt notify`",
    )
    .argument("<id>", "as `mail list` shows it", readIdOf("mail list"))
    .requiredOption("--text <text>", "plain text")
    .action((id: string, options: { readonly text: string }) =>
      answer(line, id as ReceivedMailId, options.text),
    );
  addExamples(answered, [`meldpunt mail answer ${example} --text 'Thank you, we look into it.'`]);
};

async function list({ installation, terminal }: CommandLine, options: ListOptions): Promise<void> {
  const { listReceivedMails } = await import("../actions/list-received-mails.ts");
  const context = await installation.open();
  const state = options.state === "all" ? null : options.state;
  const { class: kind = null, limit } = options;
  const input = { actor: installation.actor, state, class: kind, after: null, limit };
  const mails = await listReceivedMails({ context, input });
  if (options.json) {
    const lines = mails.map((mail) => `${JSON.stringify(mail)}\n`);
    return void (await terminal.write(lines.join("")));
  }
  if (mails.length === 0) return void (await terminal.write("There is no such mail.\n"));
  const titles = ["mail", "received", "is", "about", "from", "may mean", "subject"];
  await terminal.write(
    toTable(
      titles.map((title) => ({ title })),
      mails.map((mail) => [
        mail.id,
        toTime(mail.receivedAt),
        mail.class ?? "unread",
        mail.number ?? mail.address ?? "",
        mail.author ?? "",
        mail.suggestion ?? mail.meaning ?? "",
        toSafeText(mail.subject ?? "", 60),
      ]),
    ),
  );
}

async function show(
  { installation, terminal }: CommandLine,
  id: ReceivedMailId,
  isJson: boolean,
): Promise<void> {
  const { showReceivedMail } = await import("../actions/show-received-mail.ts");
  const context = await installation.open();
  const mail = await showReceivedMail({ context, input: { actor: installation.actor, id } });
  if (isJson) return void (await terminal.write(`${JSON.stringify(mail)}\n`));
  const facts: readonly (readonly [string, string | null])[] = [
    ["received", `${toTime(mail.receivedAt)} over ${mail.via}`],
    ["is", `${mail.class ?? "unread"}, ${mail.state}`],
    ["from", mail.author],
    ["subject", mail.subject === null ? null : toSafeText(mail.subject)],
    ["about", mail.number],
    ["address", mail.address],
    ["status", mail.status === null ? null : `${mail.status}: ${mail.meaning}`],
    ["ticket", mail.ticket],
    ["may mean", mail.suggestion],
    ["came of it", mail.effects.length === 0 ? null : mail.effects.join(", ")],
    ["settled", mail.settledAt === null ? null : `${toTime(mail.settledAt)}, ${mail.settledBy}`],
  ];
  const lines = facts.flatMap(([name, value]) =>
    value === null ? [] : [`${name.padEnd(10)}  ${value}\n`],
  );
  await terminal.write(lines.join(""));
  if (mail.text !== null) {
    const text = mail.text.split("\n").map((row) => `  ${toSafeText(row, 500)}\n`);
    await terminal.write(`\n${text.join("")}`);
  }
  if (mail.thread.length > 0) await terminal.write(`\nThread:\n${toThreadTable(mail.thread)}`);
}

function toThreadTable(thread: readonly ShownThreadEntry[]): string {
  return toTable(
    ["at", "what", "who", "about"].map((title) => ({ title })),
    thread.map(toThreadRow),
  );
}

function toThreadRow(entry: ShownThreadEntry): string[] {
  const at = toTime(entry.at);
  if (entry.kind === "sent") return [at, "sent", "we", `${entry.number} ${entry.subject}`];
  if (entry.kind === "answered")
    return [at, "answered", entry.by, toSafeText(entry.text ?? "", 80)];
  return [at, entry.class ?? "unread", entry.author ?? "", toSafeText(entry.subject ?? "", 60)];
}

async function settle(
  { installation, terminal }: CommandLine,
  id: ReceivedMailId,
  verdict: MailVerdict,
): Promise<void> {
  const { settleReceivedMail } = await import("../actions/settle-received-mail.ts");
  const context = await installation.open();
  const effects = await settleReceivedMail({
    context,
    input: { actor: installation.actor, id, verdict },
  });
  await terminal.write(
    `Recorded: ${effects.length === 0 ? "nothing follows" : effects.join(", ")}.\n`,
  );
}

async function respond(
  { installation, terminal }: CommandLine,
  id: ReceivedMailId,
  typed: TypedResponse,
): Promise<void> {
  const { recordMailResponse } = await import("../actions/record-mail-response.ts");
  const context = await installation.open();
  const input = { actor: installation.actor, id, typed };
  const outcomes = Map.groupBy(
    await recordMailResponse({ context, input }),
    ({ outcome, because }) => because ?? outcome,
  );
  const pairs = [...outcomes].map(([outcome, some]): [string, string] => [
    outcome,
    String(some.length),
  ]);
  await terminal.write(pairs.length === 0 ? "There is nothing in it.\n" : toPairs(pairs));
}

async function takeReport(
  { installation, terminal }: CommandLine,
  id: ReceivedMailId,
  { finder, format, case: caseName }: ReportOptions,
): Promise<void> {
  const { takeMailedReport } = await import("../actions/take-mailed-report.ts");
  const context = await installation.open();
  const reports = await takeMailedReport({
    context,
    input: {
      actor: installation.actor,
      id,
      finder: finder as FinderId,
      format: format ?? null,
      caseName: caseName ?? null,
    },
  });
  await terminal.write(reports.map((report) => `report  ${report}\n`).join(""));
}

async function answer(
  { installation, terminal }: CommandLine,
  id: ReceivedMailId,
  text: string,
): Promise<void> {
  const { answerMail } = await import("../actions/answer-mail.ts");
  const context = await installation.open();
  const { address } = await answerMail({ context, input: { actor: installation.actor, id, text } });
  await terminal.write(`Queued: it goes to ${address} with the next \`meldpunt notify\`.\n`);
}
