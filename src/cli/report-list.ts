import { permit } from "../actions/access/permit.ts";
import { type AddCommand, addExamples, jsonOption } from "./command.ts";
import { readCount } from "./read-option.ts";
import { toCount, toTable, toTime } from "./table.ts";

export const addReportList: AddCommand = (report, { installation, terminal }) => {
  const command = report
    .command("list")
    .description("the latest reports, latest first")
    .option("--limit <count>", "how many", readCount, 20)
    .addOption(jsonOption("print one JSON object a line"))
    .action(async ({ limit, json }: { readonly limit: number; readonly json?: true }) => {
      const { listReports } = await import("../store/views/report-list.ts");
      const { sql } = await installation.open();
      permit(installation.actor, "report.read", "everybody");
      const reports = await listReports(sql, limit);
      if (json) {
        await terminal.write(reports.map((entry) => `${JSON.stringify(entry)}\n`).join(""));
        return;
      }
      await terminal.write(
        toTable(
          [
            { title: "report" },
            { title: "received" },
            { title: "finder" },
            { title: "type" },
            { title: "accepted", align: "right" },
            { title: "aside", align: "right" },
            { title: "state" },
            { title: "case" },
          ],
          reports.map((entry) => [
            entry.report,
            toTime(entry.receivedAt),
            entry.finder,
            entry.type ?? "",
            toCount(entry.accepted),
            toCount(entry.quarantined),
            toState(entry),
            entry.caseName ?? "",
          ]),
        ),
      );
    });
  addExamples(command, ["meldpunt report list --limit 100"]);
};

function toState(entry: {
  readonly state: string;
  readonly released: boolean;
  readonly held: boolean;
}): string {
  if (entry.held) return "held";
  return entry.released || entry.state === "refused" ? entry.state : "waits for a person";
}
