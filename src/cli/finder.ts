import type { FinderId } from "../domain/ids.ts";
import { type AddCommand, addExamples, jsonOption } from "./command.ts";
import { addFinderKeys } from "./finder-key.ts";
import { addFinderRegister } from "./finder-register.ts";
import { addFinderRescan } from "./finder-rescan.ts";
import { readSlug } from "./read-option.ts";
import { toHeldText } from "./report-hold.ts";

type Options = { readonly reason: string; readonly json?: true };

export const addFinder: AddCommand = (program, { installation, terminal }) => {
  const finder = program.command("finder").description("who hands reports over");
  const hold = finder
    .command("hold")
    .description("stop everything of a finder, what is here and what comes")
    .argument("<id>", "its id in the world file", readSlug)
    .requiredOption("--reason <text>", "why, for the record")
    .addOption(jsonOption())
    .action(async (id: string, { reason, json }: Options) => {
      const { holdFinder } = await import("../actions/hold-finder.ts");
      const context = await installation.open();
      const changed = await holdFinder({
        context,
        input: { finder: id as FinderId, reason, actor: installation.actor },
      });
      if (json)
        return void (await terminal.write(`${JSON.stringify({ finder: id, ...changed })}\n`));
      await terminal.write(toHeldText("finder", changed));
    });
  addExamples(hold, ['meldpunt finder hold divd --reason "its account may be stolen"']);
  const lift = finder
    .command("lift")
    .description("take the hold back: what waited is due again")
    .argument("<id>", "its id in the world file", readSlug)
    .addOption(jsonOption())
    .action(async (id: string, { json }: { readonly json?: true }) => {
      const { liftFinderHold } = await import("../actions/lift-finder-hold.ts");
      const context = await installation.open();
      const lifted = await liftFinderHold({
        context,
        input: { finder: id as FinderId, actor: installation.actor },
      });
      if (json) return void (await terminal.write(`${JSON.stringify({ finder: id, lifted })}\n`));
      await terminal.write(lifted ? "The hold is lifted.\n" : "Nothing to do: nobody held it.\n");
    });
  addExamples(lift, ["meldpunt finder lift divd"]);
  addFinderRescan(finder, { installation, terminal });
  addFinderRegister(finder, { installation, terminal });
  addFinderKeys(finder, { installation, terminal });
};
