import type { ReportId } from "../domain/ids.ts";
import { type AddCommand, addExamples, jsonOption } from "./command.ts";
import { readReportId } from "./read-option.ts";
import { toAmount } from "./table.ts";

type Options = { readonly reason: string; readonly json?: true };

export const addReportHold: AddCommand = (report, { installation, terminal }) => {
  const command = report
    .command("hold")
    .description(
      "stop a report: nothing of it goes out any more, what was not sent yet is taken back",
    )
    .argument("<id>", "as `report submit` answered", readReportId)
    .requiredOption("--reason <text>", "why, for the record")
    .addOption(jsonOption())
    .action(async (id: ReportId, { reason, json }: Options) => {
      const { holdReport } = await import("../actions/hold-report.ts");
      const context = await installation.open();
      const changed = await holdReport({
        context,
        input: { report: id, reason, actor: installation.actor },
      });
      if (json)
        return void (await terminal.write(`${JSON.stringify({ report: id, ...changed })}\n`));
      await terminal.write(toHeldText("report", changed));
    });
  addExamples(command, [
    'meldpunt report hold 01931c2e-7d5a-7c34-9b6f-2f6a3d1c8e90 --reason "the wrong list"',
    "meldpunt report release 01931c2e-7d5a-7c34-9b6f-2f6a3d1c8e90     lifts it again",
  ]);
};

/** What a kill switch did. */
export function toHeldText(
  what: "report" | "finder",
  changed: { readonly held: boolean; readonly withdrawn: number },
): string {
  const held = changed.held
    ? `Held: nothing of this ${what} goes out any more.`
    : `This ${what} was held before; the reason given then stays.`;
  return `${held}\n${toAmount(changed.withdrawn, "mail")} taken back before it was sent; what has left stays where it is.\n`;
}
