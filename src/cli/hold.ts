import { type Command, Option } from "commander";
import { lanes } from "../domain/finding/lane.ts";
import type { ReportId } from "../domain/ids.ts";
import { channelNames } from "../domain/notification/channel.ts";
import type { HoldTarget } from "../domain/notification/hold-target.ts";
import { type AddCommand, addExamples, jsonOption } from "./command.ts";
import { readReportId, readSlug } from "./read-option.ts";
import { toAmount } from "./table.ts";

type TargetOptions = {
  readonly report?: ReportId;
  readonly finder?: string;
  readonly case?: string;
  readonly lane?: string;
  readonly channel?: string;
};

export const addHold: AddCommand = (program, { installation, terminal }) => {
  const hold = program
    .command("hold")
    .description("kill switches: nothing of it goes out until they are lifted");
  const put = hold
    .command("put")
    .description("stop a report, a finder, a case, a lane or a channel");
  addTargets(put)
    .requiredOption("--reason <text>", "why, for the record")
    .addOption(jsonOption())
    .action(async (options: TargetOptions & { readonly reason: string; readonly json?: true }) => {
      const { throwSwitch } = await import("../actions/throw-switch.ts");
      const target = readTarget(put, options);
      const context = await installation.open();
      const { reason, json } = options;
      const changed = await throwSwitch({
        context,
        input: { target, reason, actor: installation.actor },
      });
      if (json)
        return void (await terminal.write(`${JSON.stringify({ ...target, ...changed })}\n`));
      const { held, withdrawn } = changed;
      const done = held ? "Held: nothing of it goes out any more." : "It was held before.";
      const back = `${toAmount(withdrawn, "mail")} taken back before it was sent`;
      await terminal.write(`${done}\n${back}; what has left stays where it is.\n`);
    });
  addExamples(put, [
    'meldpunt hold put --case DIVD-2022-00063 --reason "the wrong list"',
    'meldpunt hold put --lane week --reason "texts are wrong"',
  ]);
  const lift = hold.command("lift").description("take it back: what waited is due again");
  addTargets(lift)
    .addOption(jsonOption())
    .action(async (options: TargetOptions & { readonly json?: true }) => {
      const { liftSwitch } = await import("../actions/lift-switch.ts");
      const target = readTarget(lift, options);
      const context = await installation.open();
      const lifted = await liftSwitch({ context, input: { target, actor: installation.actor } });
      if (options.json)
        return void (await terminal.write(`${JSON.stringify({ ...target, lifted })}\n`));
      await terminal.write(lifted ? "The hold is lifted.\n" : "Nothing to do: nobody held it.\n");
    });
  addExamples(lift, ["meldpunt hold lift --case DIVD-2022-00063"]);
};

function addTargets(command: Command): Command {
  return command
    .option("--report <id>", "a report", readReportId)
    .option("--finder <id>", "everything of a finder", readSlug)
    .option("--case <name>", "all reports of a case")
    .addOption(new Option("--lane <lane>", "a lane").choices(lanes))
    .addOption(new Option("--channel <channel>", "a channel").choices(channelNames));
}

/** The one thing that is meant; ends the program as wrong usage where it is none or several. */
function readTarget(command: Command, options: TargetOptions): HoldTarget {
  const given = (["report", "finder", "case", "lane", "channel"] as const).flatMap((kind) => {
    const value = options[kind];
    return value === undefined ? [] : [{ kind, value } as HoldTarget];
  });
  const [target] = given;
  if (target !== undefined && given.length === 1) return target;
  return command.error("error: say one of --report, --finder, --case, --lane and --channel");
}
