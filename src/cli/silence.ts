import { type AddCommand, addExamples, jsonOption } from "./command.ts";
import { toTable, toTime } from "./table.ts";

export const addSilence: AddCommand = (program, { installation, terminal }) => {
  const command = program
    .command("silence")
    .description("of whom nothing comes: feeds, intermediaries, recipients that never react")
    .addOption(jsonOption("print one JSON object a line"))
    .action(async ({ json }: { readonly json?: true }) => {
      const { listSilence } = await import("../actions/list-silence.ts");
      const context = await installation.open();
      const signals = await listSilence({ context, input: { actor: installation.actor } });
      if (json) {
        const lines = signals.map((signal) => `${JSON.stringify(signal)}\n`);
        return void (await terminal.write(lines.join("")));
      }
      if (signals.length === 0) return void (await terminal.write("Nobody is silent.\n"));
      await terminal.write(
        toTable(
          ["kind", "about", "organisation", "since", "mails"].map((title) => ({ title })),
          signals.map(({ kind, about, organisation, since, count }) => [
            kind,
            about,
            organisation ?? "",
            toTime(since),
            kind === "feed" ? "" : String(count),
          ]),
        ),
      );
    });
  addExamples(command, ["meldpunt silence", "meldpunt silence --json"]);
};
