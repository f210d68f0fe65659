import type { ReportId } from "../domain/ids.ts";
import type { ReportSummary } from "../store/views/report-summary.ts";
import { type AddCommand, addExamples, jsonOption } from "./command.ts";
import { readReportId } from "./read-option.ts";

export const addReportShow: AddCommand = (report, { installation, terminal }) => {
  const command = report
    .command("show")
    .description("a report, and where each of its rows stands today")
    .argument("<id>", "as `report submit` answered", readReportId)
    .addOption(jsonOption())
    .action(async (id: ReportId, { json }: { readonly json?: true }) => {
      const { showReport } = await import("../actions/show-report.ts");
      const context = await installation.open();
      const summary = await showReport({
        context,
        input: { report: id, actor: installation.actor },
      });
      if (json) return void (await terminal.write(`${JSON.stringify(toJson(summary))}\n`));
      const { toSummaryText } = await import("./report-text.ts");
      await terminal.write(toSummaryText(summary));
    });
  addExamples(command, ["meldpunt report show 01931c2e-7d5a-7c34-9b6f-2f6a3d1c8e90 --json"]);
};

/** The fields of `report submit --json` as they stand today, then what else is known. */
function toJson(summary: ReportSummary): unknown {
  const { report, finder, format, type, sha256, accepted, quarantined, ...rest } = summary;
  const { new: fresh, seenAgain, reopened, dispositions, quarantine, ...terms } = rest;
  return {
    report,
    finder,
    format,
    type,
    sha256,
    rows: accepted + quarantined,
    accepted,
    quarantined,
    new: fresh,
    seenAgain,
    reopened,
    dispositions,
    quarantine,
    ...terms,
  };
}
