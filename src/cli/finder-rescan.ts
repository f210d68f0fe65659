import type { FinderId } from "../domain/ids.ts";
import { type AddCommand, addExamples, jsonOption } from "./command.ts";
import { readCount, readSlug } from "./read-option.ts";
import { toTable, toTime } from "./table.ts";

type Options = { readonly after: number; readonly limit: number; readonly json?: true };

export const addFinderRescan: AddCommand = (finder, { installation, terminal }) => {
  const command = finder
    .command("rescan")
    .description(
      "what a finder is asked to scan again: told, and said to be fixed or not seen for a week",
    )
    .argument("<id>", "which finder", readSlug)
    .option("--after <finding>", "go on behind this one", readCount, 0)
    .option("--limit <count>", "how many", readCount, 1000)
    .addOption(jsonOption("print one JSON object a line"))
    .action(async (id: string, { after, limit, json }: Options) => {
      const { listRescans } = await import("../actions/list-rescans.ts");
      const context = await installation.open();
      const input = { actor: installation.actor, finder: id as FinderId, after, limit };
      const { rescans, next } = await listRescans({ context, input });
      if (json) {
        const lines = rescans.map((rescan) => `${JSON.stringify(rescan)}\n`);
        return void (await terminal.write(lines.join("")));
      }
      if (rescans.length === 0) return void (await terminal.write("Nothing to scan again.\n"));
      await terminal.write(
        toTable(
          ["finding", "object", "port", "type", "last seen"].map((title) => ({ title })),
          rescans.map(({ finding, address, name, port, type, lastSeenAt }) => [
            String(finding),
            name ?? address ?? "",
            port === null ? "" : String(port),
            type,
            toTime(lastSeenAt),
          ]),
        ),
      );
      if (next !== null) terminal.note(`There is more: --after ${next}`);
    });
  addExamples(command, ["meldpunt finder rescan divd --json > again.jsonl"]);
};
