import type { OrganisationId } from "../domain/ids.ts";
import { type AddCommand, addExamples, type CommandLine, jsonOption } from "./command.ts";
import { readCount, readIdOf, readSlug } from "./read-option.ts";
import { toTable, toTime } from "./table.ts";

type Options = {
  readonly organisation?: string;
  readonly sent?: true;
  readonly limit: number;
  readonly json?: true;
};

export const addNotices: AddCommand = (program, line) => {
  const notices = program
    .command("notices")
    .description("mail about the register: claims, registrations, contacts");
  const listed = notices
    .command("list")
    .description("what waits, failed or is in doubt, the latest first")
    .option("--organisation <id>", "to this one only", readSlug)
    .option("--sent", "those that were sent as well")
    .option("--limit <count>", "how many at most", readCount, 100)
    .addOption(jsonOption("print one JSON object a line"))
    .action((options: Options) => list(line, options));
  const settle = notices
    .command("settle")
    .description("say what became of one in doubt: it has arrived, or it is sent again")
    .argument("<id>", "as `notices list --json` shows it", readIdOf("notices list --json"))
    .option("--arrived", "the server took it")
    .option("--lost", "the server never had it")
    .action(async (id: string, options: { readonly arrived?: true; readonly lost?: true }) => {
      if ((options.arrived === true) === (options.lost === true)) {
        settle.error("error: say either --arrived or --lost");
      }
      const { settleNotice } = await import("../actions/settle-notice.ts");
      const context = await line.installation.open();
      const { actor } = line.installation;
      await settleNotice({ context, input: { actor, id, arrived: options.arrived === true } });
      await line.terminal.write("Recorded.\n");
    });
  addExamples(settle, ["meldpunt notices settle 01931c2e-7d5a-7c34-9b6f-2f6a3d1c8e90 --lost"]);
  addExamples(listed, ["meldpunt notices list", "meldpunt notices list --sent --limit 20"]);
};

async function list({ installation, terminal }: CommandLine, options: Options): Promise<void> {
  const { listNotices } = await import("../actions/list-notices.ts");
  const { sql } = await installation.open();
  const notices = await listNotices({
    context: { sql },
    input: {
      actor: installation.actor,
      organisation: (options.organisation ?? null) as OrganisationId | null,
      sent: options.sent === true,
      limit: options.limit,
    },
  });
  if (options.json) {
    const lines = notices.map((notice) => `${JSON.stringify(notice)}\n`);
    return void (await terminal.write(lines.join("")));
  }
  if (notices.length === 0) return void (await terminal.write("There is no such notice.\n"));
  const titles = ["queued", "kind", "organisation", "address", "state", "the server said"];
  await terminal.write(
    toTable(
      titles.map((title) => ({ title })),
      notices.map(({ queuedAt, kind, organisation, address, state, reply }) => [
        toTime(queuedAt),
        kind,
        organisation ?? "",
        address,
        state,
        reply ?? "",
      ]),
    ),
  );
}
