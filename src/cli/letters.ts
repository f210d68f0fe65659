import { type AddCommand, addExamples, jsonOption } from "./command.ts";
import { readCount } from "./read-option.ts";
import { toCount, toTable, toTime } from "./table.ts";

type ListOptions = { readonly all?: true; readonly json?: true };

export const addLetters: AddCommand = (program, { installation, terminal }) => {
  const letters = program
    .command("letters")
    .description("findings about which no message reaches anybody who acts");
  const list = letters
    .command("list")
    .description("what a person is to write a letter about, by owner")
    .option("--all", "those whose letter was sent, too")
    .addOption(jsonOption("print one JSON object a line"))
    .action(async ({ all, json }: ListOptions) => {
      const { listLetters } = await import("../actions/list-letters.ts");
      const context = await installation.open();
      const input = { actor: installation.actor, withSent: all === true };
      const found = await listLetters({ context, input });
      if (json) {
        const lines = found.map((entry) => `${JSON.stringify(entry)}\n`);
        return void (await terminal.write(lines.join("")));
      }
      if (found.length === 0) return void (await terminal.write("No letter is to be written.\n"));
      await terminal.write(
        toTable(
          ["finding", "owner", "object", "type", "severity", "listed", "sent"].map((title) => ({
            title,
          })),
          found.map(({ finding, owner, name, address, type, severity, listedAt, sentAt }) => [
            String(finding),
            owner ?? "",
            name ?? address ?? "",
            type,
            severity,
            toTime(listedAt),
            sentAt === null ? "" : toTime(sentAt),
          ]),
        ),
      );
    });
  addExamples(list, ["meldpunt letters list --json > letters.jsonl"]);
  const sent = letters
    .command("sent")
    .description("say that letters about these findings were sent")
    .argument("<finding...>", "their numbers, as `letters list` shows them")
    .addOption(jsonOption())
    .action(async (findings: readonly string[], { json }: { readonly json?: true }) => {
      const { sendLetters } = await import("../actions/send-letters.ts");
      const ids = findings.map(readCount);
      const context = await installation.open();
      const marked = await sendLetters({
        context,
        input: { actor: installation.actor, findings: ids },
      });
      if (json) return void (await terminal.write(`${JSON.stringify({ sent: marked })}\n`));
      await terminal.write(`${toCount(marked)} letters are noted as sent.\n`);
    });
  addExamples(sent, ["meldpunt letters sent 1204 1205"]);
};
