import type { ReportId } from "../domain/ids.ts";
import { type AddCommand, addExamples, jsonOption } from "./command.ts";
import { readReportId } from "./read-option.ts";
import { toCount, toPairs } from "./table.ts";

export const addReportFates: AddCommand = (report, { installation, terminal }) => {
  const command = report
    .command("fates")
    .description("what became of the findings of a report: delivered, bounced, answered, fixed, …")
    .argument("<id>", "as `report submit` answered", readReportId)
    .addOption(jsonOption())
    .action(async (id: ReportId, { json }: { readonly json?: true }) => {
      const { showReportFates } = await import("../actions/show-report-fates.ts");
      const context = await installation.open();
      const shown = await showReportFates({
        context,
        input: { report: id, actor: installation.actor },
      });
      if (json) return void (await terminal.write(`${JSON.stringify(shown)}\n`));
      const counts = Object.entries(shown.fates).filter(([, count]) => count > 0);
      await terminal.write(
        toPairs([
          ["findings", toCount(shown.findings)],
          ...counts.map(([fate, count]): [string, string] => [fate, toCount(count)]),
        ]),
      );
    });
  addExamples(command, ["meldpunt report fates 01931c2e-7d5a-7c34-9b6f-2f6a3d1c8e90"]);
};
