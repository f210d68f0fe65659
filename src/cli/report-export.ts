import type { ReportId } from "../domain/ids.ts";
import { type AddCommand, addExamples } from "./command.ts";
import { readReportId } from "./read-option.ts";
import { writeAll } from "./terminal.ts";

export const addReportExport: AddCommand = (report, { installation, terminal }) => {
  const command = report
    .command("export")
    .description("a line for each accepted observation, with all columns of its row")
    .argument("<id>", "as `report submit` answered", readReportId)
    .option(
      "--format <name>",
      "intelmq (harmonised events), xarf (version 4), csv or jsonl",
      "jsonl",
    )
    .addHelpText(
      "after",
      `
What comes out is all that the finder told, whoever may see it: handle it by the label of the report. CSV has a line
of column names first, and no spreadsheet executes what is in it.`,
    )
    .action(async (id: ReportId, { format }: { readonly format: string }) => {
      const { exportReport } = await import("../actions/export-report.ts");
      const context = await installation.open();
      const input = { report: id, format, actor: installation.actor };
      await writeAll(terminal, exportReport({ context, input }));
    });
  addExamples(command, [
    "meldpunt report export 01931c2e-7d5a-7c34-9b6f-2f6a3d1c8e90 --format intelmq > events.jsonl",
  ]);
};
