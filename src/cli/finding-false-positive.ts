import { Option } from "commander";
import type { FindingId } from "../domain/ids.ts";
import { type AddCommand, addExamples, jsonOption } from "./command.ts";
import { readCount } from "./read-option.ts";

type Options = {
  readonly uphold?: true;
  readonly reject?: true;
  readonly reason: string;
  readonly json?: true;
};

export const addFinding: AddCommand = (program, { installation, terminal }) => {
  const finding = program.command("finding").description("what is said about one finding");
  const command = finding
    .command("false-positive")
    .description(
      "decide that there is nothing, or that there is: said by its owner, or seen by you",
    )
    .argument("<id>", "its number, as `findings` lists it", readCount)
    .addOption(new Option("--uphold", "there is nothing: it is withdrawn").conflicts("reject"))
    .addOption(new Option("--reject", "there is: it stays open").conflicts("uphold"))
    .requiredOption("--reason <text>", "why, for the record")
    .addOption(jsonOption())
    .action(async (id: number, { uphold, reject, reason, json }: Options) => {
      if ((uphold === true) === (reject === true)) {
        command.error("error: say either --uphold or --reject");
      }
      const { judgeFalsePositive } = await import("../actions/judge-false-positive.ts");
      const context = await installation.open();
      const input = {
        actor: installation.actor,
        finding: id as FindingId,
        uphold: uphold === true,
        reason,
      };
      const judged = await judgeFalsePositive({ context, input });
      if (json) {
        return void (await terminal.write(`${JSON.stringify({ finding: id, ...judged })}\n`));
      }
      const done = judged.upheld ? "Upheld: it is withdrawn." : "Rejected: it stays open.";
      const trust = judged.distrusted ? " Its finder is trusted no more." : "";
      await terminal.write(`${done}${trust}\n`);
    });
  addExamples(command, [
    'meldpunt finding false-positive 1204 --uphold --reason "a honeypot of its owner"',
  ]);
};
