import type { ReportId } from "../domain/ids.ts";
import { type AddCommand, addExamples, jsonOption } from "./command.ts";
import { readReportId } from "./read-option.ts";

export const addReportRelease: AddCommand = (report, { installation, terminal }) => {
  const command = report
    .command("release")
    .description("let a report go out: one that waits for a person, or one that was held")
    .argument("<id>", "as `report submit` answered", readReportId)
    .addOption(jsonOption())
    .action(async (id: ReportId, { json }: { readonly json?: true }) => {
      const { releaseReport } = await import("../actions/release-report.ts");
      const context = await installation.open();
      const input = { report: id, actor: installation.actor };
      const changed = await releaseReport({ context, input });
      if (json)
        return void (await terminal.write(`${JSON.stringify({ report: id, ...changed })}\n`));
      await terminal.write(toText(changed));
    });
  addExamples(command, ["meldpunt report release 01931c2e-7d5a-7c34-9b6f-2f6a3d1c8e90"]);
};

function toText(changed: { readonly released: boolean; readonly holdLifted: boolean }): string {
  if (!changed.released && !changed.holdLifted) {
    return "Nothing to do: it was released before, and nobody held it.\n";
  }
  const released = changed.released ? "Released: its findings were decided anew.\n" : "";
  const lifted = changed.holdLifted ? "The hold is lifted.\n" : "";
  return `${released}${lifted}What is due goes out with the next \`meldpunt notify\`.\n`;
}
