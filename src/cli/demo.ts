import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { programFolder } from "../platform/config.ts";
import { listReports } from "../store/views/report-list.ts";
import type { AddCommand, CommandLine } from "./command.ts";
import type { Played } from "./demonstration.ts";
import { readPort } from "./read-option.ts";
import { toAmount, toCount, toTable, toTime } from "./table.ts";
import { untilStopped } from "./until-stopped.ts";

type Options = { readonly once?: true; readonly port: number };

/** What `npm start` runs; not for installations, so help does not name it. */
export const addDemo: AddCommand = (program, line) => {
  program
    .command("demo", { hidden: true })
    .description(
      "the main job on invented reports: load, take in, decide, notify, deliver into the sink, serve",
    )
    .option("--once", "stop before serving")
    .option("--port <number>", "TCP port; the next free one where it is taken", readPort, 8080)
    .action((options: Options) => run(line, options));
};

async function run({ installation, terminal }: CommandLine, options: Options): Promise<void> {
  const { loadDemonstration, makeDemonstrationKeys, playReports } = await import(
    "./demonstration.ts"
  );
  const context = await installation.openOutgoing();
  const startedMs = performance.now();
  const onStep = (step: string): void => terminal.note(`  ${step}`);
  const data = join(programFolder, "data");
  const demo = join(data, "demo");
  terminal.note("Meldpunt's demonstration, on invented reports. All mail stays in the local sink.");
  const { actor } = installation;
  const worldText = await readFile(join(demo, "world.yaml"), "utf8");
  await loadDemonstration(context, data, worldText, actor, onStep);
  await makeDemonstrationKeys(context, demo, actor, onStep);
  const played = await playReports(context, terminal, demo, actor, onStep);
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
  await terminal.write(`\n${toPlayedText(played)}\n`);
  terminal.note(`Ready after ${seconds} s.`);
  const [latest] = await listReports(context.sql, 1);
  await terminal.write(toHints(latest?.report ?? "ID"));
  if (options.once) return;
  await serve({ installation, terminal }, options.port);
}

async function serve({ installation, terminal }: CommandLine, port: number): Promise<void> {
  const stopped = untilStopped();
  const served = await installation.serve({ host: "127.0.0.1", port, nextPort: true });
  if (!served.url.endsWith(`:${port}`)) {
    terminal.note(`Port ${port} is taken, so the portal takes the next one that is free.`);
  }
  await terminal.write(`\nThe portal: ${served.url}\n`);
  if (served.tokenFile !== null)
    await terminal.write(`It asks for the token in ${served.tokenFile}\n`);
  terminal.note("Ctrl-C stops it; the next start finds everything again.");
  const { startWork } = await import("./work-loop.ts");
  const working = startWork(await installation.openWork());
  await stopped;
  await served.close();
  await working.stop();
}

function toPlayedText(played: readonly Played[]): string {
  const table = toTable(
    [
      { title: "handed over" },
      { title: "finder" },
      { title: "what" },
      { title: "rows", align: "right" },
      { title: "new", align: "right" },
      { title: "again", align: "right" },
      { title: "aside", align: "right" },
      { title: "mails", align: "right" },
    ],
    played.map(({ submission: { submittedAt, handover, path }, answer, notified }) => [
      toTime(submittedAt),
      handover.finder,
      handover.caseName ?? answer.type ?? path.split("/").at(-1) ?? "",
      ...(answer.duplicateOf === null
        ? [answer.rows, answer.new + answer.reopened, answer.seenAgain, answer.quarantined].map(
            toCount,
          )
        : ["was here", "", "", ""]),
      notified === null ? "" : toCount(notified.delivered.accepted),
    ]),
  );
  const mails = played.reduce((sum, { notified }) => sum + (notified?.delivered.accepted ?? 0), 0);
  if (mails === 0) return table;
  const brakes = played.findLast(({ notified }) => notified !== null)?.notified?.brakes ?? [];
  const held = brakes.map(
    ({ organisation, address, rows, limitRows }) =>
      `Held by the volume brake: ${toAmount(rows, "row")} for ${organisation ?? address}, more than ${toCount(limitRows)}.\n`,
  );
  return `${table}${toAmount(mails, "mail")} in the sink.\n${held.join("")}`;
}

/** Commands that show something, as they are typed in the clone. */
function toHints(report: string): string {
  return `
Look at:
  bin/meldpunt who 145.192.10.20 5.100.226.10 fietsenwinkel.example
  bin/meldpunt coverage
  bin/meldpunt report list
  bin/meldpunt report show ${report}
  bin/meldpunt custody list --state silent
  bin/meldpunt findings --disposition heldForPerson
  data/demo/README.md tells what else there is to see.
`;
}
