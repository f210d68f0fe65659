import { Option } from "commander";
import type { ReportId } from "../domain/ids.ts";
import { toCsvRow } from "../platform/csv-writer.ts";
import type { ReportRecipient } from "../store/views/report-recipients.ts";
import { type AddCommand, addExamples } from "./command.ts";
import { readReportId } from "./read-option.ts";
import { toCount, toTable } from "./table.ts";
import { writeAll } from "./terminal.ts";

const outputs = ["table", "csv", "jsonl"] as const;

type Options = { readonly format: (typeof outputs)[number]; readonly json?: true };

export const addReportRecipients: AddCommand = (report, { installation, terminal }) => {
  const command = report
    .command("recipients")
    .description(
      "exactly who was shown which rows of a report, in which mail, and what became of that",
    )
    .argument("<id>", "as `report submit` answered", readReportId)
    .addOption(
      new Option("--format <name>", "a table counts rows by mail; csv and jsonl list them all")
        .choices(outputs)
        .default("table"),
    )
    .option("--json", "the same as --format jsonl")
    .action(async (id: ReportId, { format, json }: Options) => {
      const { listRecipients } = await import("../actions/list-recipients.ts");
      const context = await installation.open();
      const rows = listRecipients({ context, input: { report: id, actor: installation.actor } });
      if (json || format === "jsonl") await writeAll(terminal, toJsonLines(rows));
      else if (format === "csv") await writeAll(terminal, toCsvLines(rows));
      else await terminal.write(await toMailTable(rows));
    });
  addExamples(command, [
    "meldpunt report recipients 01931c2e-7d5a-7c34-9b6f-2f6a3d1c8e90",
    "meldpunt report recipients 01931c2e-7d5a-7c34-9b6f-2f6a3d1c8e90 --format csv > who-got-what.csv",
  ]);
};

async function* toJsonLines(rows: AsyncIterable<ReportRecipient>): AsyncGenerator<string> {
  for await (const row of rows) yield `${JSON.stringify(row)}\n`;
}

async function* toCsvLines(rows: AsyncIterable<ReportRecipient>): AsyncGenerator<string> {
  yield toCsvRow(csvColumns.map(([name]) => name));
  for await (const row of rows) {
    yield toCsvRow(csvColumns.map(([, read]) => String(read(row) ?? "")));
  }
}

const csvColumns: readonly (readonly [
  name: string,
  read: (row: ReportRecipient) => string | number | null | undefined,
])[] = [
  ["address", ({ address }) => address],
  ["organisation", ({ organisation }) => organisation],
  ["rung", ({ rung }) => rung],
  ["role", ({ role }) => role],
  ["number", ({ number }) => number],
  ["message_id", ({ messageId }) => messageId],
  ["state", ({ state }) => state],
  ["settled_at", ({ settledAt }) => settledAt?.toISOString()],
  ["row", ({ row }) => row],
  ["finding", ({ finding }) => finding],
  ["type", ({ type }) => type],
  ["object_address", ({ objectAddress }) => objectAddress],
  ["object_name", ({ objectName }) => objectName],
  ["tier", ({ tier }) => tier],
  ["observed_at", ({ observedAt }) => observedAt.toISOString()],
];

/** One line a mail and role; there are as many mails as recipients, and far fewer than rows. */
async function toMailTable(rows: AsyncIterable<ReportRecipient>): Promise<string> {
  const mails = new Map<string, { readonly first: ReportRecipient; count: number }>();
  for await (const row of rows) {
    const key = `${row.number} ${row.role}`;
    const mail = mails.get(key);
    if (mail === undefined) mails.set(key, { first: row, count: 1 });
    else mail.count += 1;
  }
  if (mails.size === 0) return "Nobody was shown anything of it.\n";
  return toTable(
    [
      { title: "number" },
      { title: "address" },
      { title: "organisation" },
      { title: "as" },
      { title: "rows", align: "right" },
      { title: "mail" },
    ],
    [...mails.values()].map(({ first, count }) => [
      first.number,
      first.address,
      first.organisation ?? "",
      first.role === "primary" ? (first.rung ?? "") : first.role,
      toCount(count),
      first.state,
    ]),
  );
}
