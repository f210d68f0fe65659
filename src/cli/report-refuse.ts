import type { ReportId } from "../domain/ids.ts";
import { type AddCommand, addExamples, jsonOption } from "./command.ts";
import { readReportId } from "./read-option.ts";
import { toAmount } from "./table.ts";

type Options = { readonly reason: string; readonly json?: true };

export const addReportRefuse: AddCommand = (report, { installation, terminal }) => {
  const command = report
    .command("refuse")
    .description("refuse a report that waits, for good: what it alone showed is withdrawn")
    .argument("<id>", "as `report submit` answered", readReportId)
    .requiredOption("--reason <text>", "why; its finder is told")
    .addOption(jsonOption())
    .action(async (id: ReportId, { reason, json }: Options) => {
      const { refuseReport } = await import("../actions/refuse-report.ts");
      const context = await installation.open();
      const input = { report: id, reason, actor: installation.actor };
      const refused = await refuseReport({ context, input });
      if (json)
        return void (await terminal.write(`${JSON.stringify({ report: id, ...refused })}\n`));
      const { withdrawn } = refused;
      await terminal.write(
        `Refused, for good. ${toAmount(withdrawn, "finding")} withdrawn; what others saw too stays.\n`,
      );
    });
  addExamples(command, [
    'meldpunt report refuse 01931c2e-7d5a-7c34-9b6f-2f6a3d1c8e90 --reason "hosts of a competitor, nothing found there"',
  ]);
};
