import type { ReportId } from "../domain/ids.ts";
import { type AddCommand, addExamples, jsonOption } from "./command.ts";
import { readReportId } from "./read-option.ts";

export const addReportPreview: AddCommand = (report, { installation, terminal }) => {
  const command = report
    .command("preview")
    .description("what releasing a report that waits would do: whose it is, who would be told")
    .argument("<id>", "as `report submit` answered", readReportId)
    .addOption(jsonOption())
    .action(async (id: ReportId, { json }: { readonly json?: true }) => {
      const { previewRelease } = await import("../actions/preview-release.ts");
      const context = await installation.open();
      const input = { report: id, actor: installation.actor };
      const previewed = await previewRelease({ context, input });
      if (json) return void (await terminal.write(`${JSON.stringify(previewed)}\n`));
      const { toReleaseText } = await import("./report-text.ts");
      await terminal.write(toReleaseText(previewed));
    });
  addExamples(command, ["meldpunt report preview 01931c2e-7d5a-7c34-9b6f-2f6a3d1c8e90"]);
};
