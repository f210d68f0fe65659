import { type Command, Option } from "commander";
import type { OrganisationId } from "../domain/ids.ts";
import { type ResponseKind, responseKinds } from "../domain/response/response.ts";
import type { AnswerConversion } from "../store/views/answer-conversion.ts";
import type { ResponseListEntry } from "../store/views/response-list.ts";
import { addExamples, type CommandLine, jsonOption } from "./command.ts";
import { readCount, readIdOf, readInstant, readSlug } from "./read-option.ts";
import { readNumber } from "./read-public-number.ts";
import { toTable, toTime } from "./table.ts";

type Json = { readonly json?: true };
type ListOptions = Json & {
  readonly waiting?: true;
  readonly organisation?: string;
  readonly kind?: ResponseKind;
  readonly limit: number;
};
type ConversionOptions = Json & { readonly since?: Date; readonly until?: Date };

/** What was said, what waits for somebody, and what mails brought. */
export function addResponseLists(response: Command, line: CommandLine): void {
  const listed = response
    .command("list")
    .description("what was said, the latest first")
    .option("--waiting", "what waits for a person, the longest first")
    .option("--organisation <id>", "by this organisation", readSlug)
    .addOption(new Option("--kind <name>").choices(responseKinds))
    .option("--limit <count>", "how many", readCount, 100)
    .addOption(jsonOption("print one JSON object a line"))
    .action((options: ListOptions) => list(line, options));
  addExamples(listed, ["meldpunt response list --waiting"]);
  const settled = response
    .command("settle")
    .description("record what was done about an answer that waits for a person")
    .argument("<id>", "as `response list` shows it", readIdOf("response list"))
    .requiredOption("--note <text>", "what was done")
    .action(async (id: string, { note }: { readonly note: string }) => {
      const { settleResponse } = await import("../actions/settle-response.ts");
      const context = await line.installation.open();
      const input = { actor: line.installation.actor, id, note };
      await settleResponse({ context, input });
      await line.terminal.write("Settled.\n");
    });
  addExamples(settled, [
    "meldpunt response settle 01931c2e-7d5a-7c34-9b6f-2f6a3d1c8e90 --note 'called them'",
  ]);
  const done = response
    .command("carry-out")
    .description(
      "do what an answer asks for: no more messages to its address, or another contact; whoever asked is told",
    )
    .argument("<id>", "as `response list` shows it", readIdOf("response list"))
    .option(
      "--checked <text>",
      "how you found out that it is meant so, where the other contact is at another mail domain",
    )
    .action(async (id: string, { checked }: { readonly checked?: string }) => {
      const { carryOutResponse } = await import("../actions/carry-out-response.ts");
      const context = await line.installation.open();
      const input = { actor: line.installation.actor, id, checked: checked ?? null };
      const addresses = await carryOutResponse({ context, input });
      await line.terminal.write(`Done, for ${addresses.join(", ")}.\n`);
    });
  addExamples(done, ["meldpunt response carry-out 01931c2e-7d5a-7c34-9b6f-2f6a3d1c8e90"]);
  const refused = response
    .command("refuse")
    .description("say no to what an answer asks for; whoever asked is told why")
    .argument("<id>", "as `response list` shows it", readIdOf("response list"))
    .requiredOption("--reason <text>", "for whoever asked")
    .action(async (id: string, { reason }: { readonly reason: string }) => {
      const { refuseResponse } = await import("../actions/refuse-response.ts");
      const context = await line.installation.open();
      const input = { actor: line.installation.actor, id, reason };
      await refuseResponse({ context, input });
      await line.terminal.write("Refused.\n");
    });
  addExamples(refused, [
    "meldpunt response refuse 01931c2e-7d5a-7c34-9b6f-2f6a3d1c8e90 --reason 'ask your administrator'",
  ]);
  const revoked = response
    .command("revoke-links")
    .description("end the links with which a message can be answered, those of suppliers too")
    .argument("<number>", "of the message, as in NSM-7K3F-92QD")
    .requiredOption("--reason <text>", "why, for the record")
    .action((number: string, { reason }: { readonly reason: string }) =>
      revoke(line, number, reason),
    );
  addExamples(revoked, [
    "meldpunt response revoke-links NSM-7K3F-92QD --reason 'forwarded to a mailing list'",
  ]);
  const counted = response
    .command("conversion")
    .description("how many messages were answered, and how many made somebody register")
    .option("--since <time>", "composed at this time or later (90 days ago)", readInstant)
    .option("--until <time>", "composed before this time", readInstant)
    .addOption(jsonOption())
    .action((options: ConversionOptions) => count(line, options));
  addExamples(counted, ["meldpunt response conversion --since 2026-09-01"]);
}

async function list(
  { installation, terminal }: CommandLine,
  { waiting, organisation, kind, limit, json }: ListOptions,
): Promise<void> {
  const { listResponses } = await import("../actions/list-responses.ts");
  const context = await installation.open();
  const filters = {
    waiting: waiting === true,
    organisation: (organisation ?? null) as OrganisationId | null,
    kind: kind ?? null,
    limit,
  };
  const entries = await listResponses({ context, input: { actor: installation.actor, filters } });
  if (json) {
    const lines = entries.map((entry) => `${JSON.stringify(entry)}\n`);
    return void (await terminal.write(lines.join("")));
  }
  if (entries.length === 0) return void (await terminal.write("Nobody has said anything.\n"));
  const titles = ["id", "at", "answer", "by", "mail", "findings", "says", "waits", "ended"];
  await terminal.write(
    toTable(
      titles.map((title) => ({ title })),
      entries.map(toCells),
    ),
  );
}

function toCells(entry: ResponseListEntry): string[] {
  const { id, saidAt, kind, organisation, saidBy, number, findings, detail } = entry;
  const { isWaiting, canBeDone, needsCheck, settledAs, settledAt } = entry;
  return [
    id,
    toTime(saidAt),
    kind,
    organisation ?? saidBy,
    number ?? "",
    String(findings),
    Object.values(detail)
      .filter((value) => value !== null)
      .join(" · ")
      .slice(0, 80),
    isWaiting ? (canBeDone ? (needsCheck ? "check, carry-out" : "carry-out") : "yes") : "",
    settledAs ?? (settledAt === null ? "" : "settled"),
  ];
}

async function revoke(
  { installation, terminal }: CommandLine,
  text: string,
  reason: string,
): Promise<void> {
  const { revokeAnswerLinks } = await import("../actions/revoke-answer-links.ts");
  const context = await installation.open();
  const number = readNumber(context.instance.numberPrefix, text);
  const input = { actor: installation.actor, number, reason };
  const ended = await revokeAnswerLinks({ context, input });
  await terminal.write(`Ended ${ended} ${ended === 1 ? "link" : "links"}.\n`);
}

const usualMs = 90 * 24 * 60 * 60_000;

async function count(
  { installation, terminal }: CommandLine,
  { since, until, json }: ConversionOptions,
): Promise<void> {
  const { countConversion } = await import("../actions/count-conversion.ts");
  const context = await installation.open();
  const end = until ?? context.clock();
  const begin = since ?? new Date(end.getTime() - usualMs);
  const input = { actor: installation.actor, since: begin, until: end };
  const conversion = await countConversion({ context, input });
  if (json) return void (await terminal.write(`${JSON.stringify(conversion)}\n`));
  const { unsolicited, ...all } = conversion;
  const toRow = (of: string, counts: Omit<AnswerConversion, "unsolicited">): string[] => [
    of,
    ...[counts.sent, counts.answered, counts.begun, counts.confirmed, counts.accepted].map(String),
  ];
  await terminal.write(
    toTable(
      ["recipients", "sent", "answered", "begun", "confirmed", "accepted"].map((title, i) => ({
        title,
        ...(i > 0 && { align: "right" as const }),
      })),
      [toRow("all", all), toRow("unsolicited", unsolicited)],
    ),
  );
}
