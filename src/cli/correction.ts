import { type CorrectionScope, toScopeText } from "../domain/correction/scope.ts";
import { type AddCommand, addExamples, type CommandLine, jsonOption } from "./command.ts";
import {
  addOrderOptions,
  addScopeOptions,
  type OrderOptions,
  readOrder,
  readScope,
  type ScopeOptions,
} from "./correction-scope.ts";
import { readCount } from "./read-option.ts";
import { recallScope } from "./report-recall.ts";
import { toAmount, toCount, toTable, toTime } from "./table.ts";

type Options = ScopeOptions & OrderOptions & { readonly json?: true };

export const addCorrection: AddCommand = (program, line) => {
  const correction = program
    .command("correction")
    .description("take back or put right what was told");
  const recall = correction
    .command("recall")
    .description(
      "take back a report, a case or a finding type: shows what that would do, then does it",
    );
  addOrderOptions(addScopeOptions(recall))
    .addOption(jsonOption())
    .action(async (options: Options) => {
      const scope = readScope(recall, options);
      const command = `meldpunt correction recall ${toOptions(scope)}`;
      const isJson = options.json === true;
      await recallScope(line, scope, readOrder(recall, options), { command, isJson });
    });
  addExamples(recall, [
    "meldpunt correction recall --case DIVD-2022-00063",
    "meldpunt correction recall --type open-rdp --finder divd",
  ]);
  const send = correction
    .command("send")
    .description("put right what was said, and take nothing back: shows to whom, then does it");
  addOrderOptions(addScopeOptions(send))
    .addOption(jsonOption())
    .action((options: Options) =>
      sendScope(line, readScope(send, options), readOrder(send, options), options.json === true),
    );
  addExamples(send, [
    'meldpunt correction send --case DIVD-2022-00063 --digest … --reason "range" --text-nl … --text-en …',
  ]);
  const list = correction
    .command("list")
    .description("what was taken back or put right, and how far its recipients were told")
    .option("--limit <count>", "so many at most", readCount, 50)
    .addOption(jsonOption("print one JSON object a line"))
    .action((options: { readonly limit: number; readonly json?: true }) =>
      listAll(line, options.limit, options.json === true),
    );
  addExamples(list, ["meldpunt correction list"]);
};

function toOptions(scope: CorrectionScope): string {
  if (scope.kind === "report") return `--report ${scope.report}`;
  if (scope.kind === "case") return `--case ${JSON.stringify(scope.name)}`;
  return `--type ${scope.type}${scope.finder === null ? "" : ` --finder ${scope.finder}`}`;
}

async function sendScope(
  { installation, terminal }: CommandLine,
  scope: CorrectionScope,
  order: ReturnType<typeof readOrder>,
  isJson: boolean,
): Promise<void> {
  if (order === null) {
    const { previewCorrection } = await import("../actions/preview-correction.ts");
    const { toCorrectionPreviewText } = await import("./recall-text.ts");
    const context = await installation.open();
    const { actor } = installation;
    const previewed = await previewCorrection({ context, input: { scope, actor } });
    const text = toCorrectionPreviewText(previewed, `meldpunt correction send ${toOptions(scope)}`);
    return void (await terminal.write(isJson ? `${JSON.stringify(previewed)}\n` : text));
  }
  const { sendCorrection } = await import("../actions/send-correction.ts");
  const { composeCorrections } = await import("../actions/compose-corrections.ts");
  const context = await installation.openOutgoing();
  const { actor } = installation;
  const sent = await sendCorrection({ context, input: { scope, ...order, actor } });
  const composed = await composeCorrections({ context, input: { actor } });
  if (isJson) return void (await terminal.write(`${JSON.stringify({ ...sent, composed })}\n`));
  await terminal.write(
    `It is about ${toAmount(sent.notifications, "message")}; ${toAmount(composed, "correction")} queued.\n`,
  );
}

async function listAll(
  { installation, terminal }: CommandLine,
  limit: number,
  isJson: boolean,
): Promise<void> {
  const { listCorrections } = await import("../actions/list-corrections.ts");
  const context = await installation.open();
  const found = await listCorrections({ context, input: { actor: installation.actor, limit } });
  if (isJson) {
    return void (await terminal.write(found.map((one) => `${JSON.stringify(one)}\n`).join("")));
  }
  if (found.length === 0) return void (await terminal.write("Nothing was taken back.\n"));
  await terminal.write(
    toTable(
      [
        { title: "made" },
        { title: "what" },
        { title: "about" },
        { title: "told", align: "right" },
        { title: "failed", align: "right" },
        { title: "due", align: "right" },
        { title: "reason" },
      ],
      found.map(({ madeAt, recalls, scope, accepted, messages, failed, due, reason }) => [
        toTime(madeAt),
        recalls ? "recall" : "correction",
        toScopeText(scope),
        `${toCount(accepted)} of ${toCount(messages)}`,
        toCount(failed),
        toCount(due),
        reason.slice(0, 40),
      ]),
    ),
  );
}
