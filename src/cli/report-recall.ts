import type { CorrectionScope } from "../domain/correction/scope.ts";
import type { ReportId } from "../domain/ids.ts";
import { type AddCommand, addExamples, type CommandLine, jsonOption } from "./command.ts";
import { addOrderOptions, type OrderOptions, readOrder } from "./correction-scope.ts";
import { readReportId } from "./read-option.ts";

type Options = OrderOptions & { readonly json?: true };

export const addReportRecall: AddCommand = (report, line) => {
  const command = report
    .command("recall")
    .description("take a report back after it went out: shows what that would do, then does it")
    .argument("<id>", "as `report submit` answered", readReportId);
  addOrderOptions(command)
    .addOption(jsonOption())
    .action(async (id: ReportId, options: Options) => {
      const order = readOrder(command, options);
      await recallScope(line, { kind: "report", report: id }, order, {
        command: `meldpunt report recall ${id}`,
        isJson: options.json === true,
      });
    });
  addExamples(command, [
    "meldpunt report recall 01931c2e-7d5a-7c34-9b6f-2f6a3d1c8e90",
    'meldpunt report recall 01931c2e-7d5a-7c34-9b6f-2f6a3d1c8e90 --digest … --reason "the wrong list"',
  ]);
};

/** Shows what recalling would do, or does it where there is an order; corrections are queued at once. */
export async function recallScope(
  { installation, terminal }: CommandLine,
  scope: CorrectionScope,
  order: ReturnType<typeof readOrder>,
  { command, isJson }: { readonly command: string; readonly isJson: boolean },
): Promise<void> {
  const { toPreviewText, toRecalledText } = await import("./recall-text.ts");
  if (order === null) {
    const { previewRecall } = await import("../actions/preview-recall.ts");
    const context = await installation.open();
    const previewed = await previewRecall({ context, input: { scope, actor: installation.actor } });
    await terminal.write(
      isJson ? `${JSON.stringify(previewed)}\n` : toPreviewText(previewed, command),
    );
    return;
  }
  const { recallReports } = await import("../actions/recall-reports.ts");
  const { composeCorrections } = await import("../actions/compose-corrections.ts");
  const context = await installation.openOutgoing();
  const { actor } = installation;
  const recalled = await recallReports({ context, input: { scope, ...order, actor } });
  const composed = await composeCorrections({ context, input: { actor } });
  await terminal.write(
    isJson ? `${JSON.stringify({ ...recalled, composed })}\n` : toRecalledText(recalled, composed),
  );
}
