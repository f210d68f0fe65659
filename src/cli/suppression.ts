import { Option } from "commander";
import type { SuppressionContext } from "../actions/suppressions/put-suppressions.ts";
import { findAsset } from "../domain/claim/claim-record.ts";
import { type Kind, kinds } from "../domain/finding/kind.ts";
import type { FindingTypeId } from "../domain/ids.ts";
import type { EmailAddress } from "../domain/network/email-address.ts";
import type { SilenceScope } from "../domain/world/silence.ts";
import type { SuppressionListEntry } from "../store/views/suppression-list.ts";
import { type AddCommand, addExamples, type CommandLine, jsonOption } from "./command.ts";
import { readCount, readEmail, readIdOf, readInstant } from "./read-option.ts";
import { readSuppressionFile } from "./suppression-file.ts";
import { toAmount, toTable, toTime } from "./table.ts";

type AddOptions = {
  readonly about?: string;
  readonly kind?: Kind;
  readonly type?: string;
  readonly digests?: true;
  readonly until?: Date;
  readonly reason: string;
};

type ListOptions = {
  readonly address?: EmailAddress;
  readonly all?: true;
  readonly limit: number;
  readonly json?: true;
};

export const addSuppression: AddCommand = (program, line) => {
  const suppression = program
    .command("suppression")
    .description("addresses that want no mail: kept as hashes, others are asked instead");
  const added = suppression
    .command("add")
    .description("silence an address, wholly or in part, and take back what waits for it")
    .argument("<address>", "that wants no mail", readEmail)
    .option("--about <object>", "only about this address, prefix, AS number or name")
    .addOption(new Option("--kind <kind>", "only about this kind").choices(kinds))
    .option("--type <type>", "only about this finding type")
    .option("--digests", "only what need not go at once")
    .option("--until <time>", "until then; else until it is withdrawn", readInstant)
    .requiredOption("--reason <text>", "who asked, and why, for the record");
  added.action(async (address: EmailAddress, options: AddOptions) => {
    const asset = options.about === undefined ? null : findAsset(options.about);
    if (options.about !== undefined && asset === null) {
      return added.error(`error: ${JSON.stringify(options.about)} is no network object`);
    }
    await add(line, address, options, {
      kind: options.kind ?? null,
      type: (options.type ?? null) as FindingTypeId | null,
      asset,
      digestsOnly: options.digests === true,
    });
  });
  addExamples(added, [
    "meldpunt suppression add abuse@net.example --reason 'asked by telephone, called back'",
    "meldpunt suppression add abuse@net.example --about 192.0.2.0/24 --until 2027-01-01 --reason honeypots",
  ]);
  const imported = suppression
    .command("import")
    .description("silence the addresses of a list: address[,until[,reason]] a line")
    .argument("<file>", "CSV, the header optional")
    .requiredOption("--reason <text>", "where a line gives none")
    .action(async (path: string, { reason }: { readonly reason: string }) => {
      const { suppressAddresses } = await import("../actions/suppress-addresses.ts");
      const entries = await readSuppressionFile(path, reason);
      const context = await line.installation.open();
      const input = { actor: line.installation.actor, source: "import", entries } as const;
      const { ids, withdrawn } = await suppressAddresses({ context, input });
      await tell(line, new Set(ids).size, withdrawn);
    });
  addExamples(imported, ["meldpunt suppression import do-not-mail.csv --reason 'list of 2025'"]);
  const ended = suppression
    .command("end")
    .description("take an entry off the list: its address is asked again")
    .argument("<id>", "as `suppression list` shows it", readIdOf("suppression list"))
    .requiredOption("--reason <text>", "why, for the record")
    .action(async (id: string, { reason }: { readonly reason: string }) => {
      const { withdrawSuppression } = await import("../actions/withdraw-suppression.ts");
      const context = await line.installation.open();
      await withdrawSuppression({ context, input: { actor: line.installation.actor, id, reason } });
      await line.terminal.write("Taken off the list.\n");
    });
  addExamples(ended, [
    "meldpunt suppression end 01931c2e-7d5a-7c34-9b6f-2f6a3d1c8e90 --reason 'asked to be told again'",
  ]);
  const listed = suppression
    .command("list")
    .description("what holds, the latest first; no address can be read from it")
    .option("--address <address>", "whether this one is on it", readEmail)
    .option("--all", "also what was withdrawn or is over")
    .option("--limit <count>", "how many at most", readCount, 100)
    .addOption(jsonOption("print one JSON object a line"))
    .action((options: ListOptions) => list(line, options));
  addExamples(listed, ["meldpunt suppression list --address abuse@net.example"]);
};

async function add(
  line: CommandLine,
  address: EmailAddress,
  { until, reason }: AddOptions,
  scope: SilenceScope,
): Promise<void> {
  const { suppressAddresses } = await import("../actions/suppress-addresses.ts");
  const context: SuppressionContext = await line.installation.open();
  const entries = [{ address, scope, until: until ?? null, reason }];
  const input = { actor: line.installation.actor, source: "operator", entries } as const;
  const { withdrawn } = await suppressAddresses({ context, input });
  await tell(line, entries.length, withdrawn);
}

async function tell({ terminal }: CommandLine, count: number, withdrawn: number): Promise<void> {
  const back = withdrawn === 0 ? "" : ` ${toAmount(withdrawn, "mail")} taken back.`;
  await terminal.write(`On the list: ${toAmount(count, "entry", "entries")}.${back}\n`);
}

async function list(
  { installation, terminal }: CommandLine,
  {
    address = null,
    all,
    limit,
    json,
  }: Omit<ListOptions, "address"> & { address?: EmailAddress | null },
): Promise<void> {
  const { listSuppressions } = await import("../actions/list-suppressions.ts");
  const context = await installation.open();
  const { actor } = installation;
  const input = { actor, address, all: all === true, after: null, limit };
  const entries = await listSuppressions({ context, input });
  if (json) {
    const lines = entries.map((entry) => `${JSON.stringify(entry)}\n`);
    return void (await terminal.write(lines.join("")));
  }
  if (entries.length === 0) return void (await terminal.write("Nothing on the list.\n"));
  await terminal.write(
    toTable(
      [
        { title: "id" },
        { title: "address" },
        { title: "about" },
        { title: "since" },
        { title: "until" },
        { title: "by" },
        { title: "reason" },
      ],
      entries.map((entry) => [
        entry.id,
        `#${entry.mark}`,
        toScopeText(entry),
        toTime(entry.recordedAt),
        toEndText(entry),
        entry.recordedBy,
        entry.reason,
      ]),
    ),
  );
}

function toScopeText({ kind, type, asset, digestsOnly }: SuppressionListEntry): string {
  const about = [kind, type, asset].filter((part) => part !== null).join(" ");
  return [about === "" ? "everything" : about, digestsOnly ? "(digests)" : ""].join(" ").trim();
}

function toEndText({ until, withdrawnAt }: SuppressionListEntry): string {
  if (withdrawnAt !== null) return `withdrawn ${toTime(withdrawnAt)}`;
  return until === null ? "withdrawn" : toTime(until);
}
