import { InvalidArgumentError, Option } from "commander";
import type { LaneState } from "../actions/list-lanes.ts";
import type { NotifyResult } from "../actions/notify.ts";
import { type Lane, lanes } from "../domain/finding/lane.ts";
import { type AddCommand, addExamples, type CommandLine, jsonOption } from "./command.ts";
import { isUuid } from "./read-option.ts";
import { toAmount, toCount, toPairs, toTable, toTime } from "./table.ts";

type Options = {
  readonly approve: readonly string[];
  readonly resume?: Lane;
  readonly ahead?: true;
  readonly json?: true;
};

export const addNotify: AddCommand = (program, line) => {
  const command = program
    .command("notify")
    .description("compose and deliver what is due, then stop")
    .option(
      "--approve <brake>",
      "first let go what the volume brake holds: ids, or all",
      collect,
      [],
    )
    .addOption(
      new Option(
        "--resume <lane>",
        "first let a lane go on that stopped because our mail was not trusted",
      ).choices(lanes),
    )
    .option("--ahead", "also what waits for the digest of its lane, or for more to come")
    .addOption(jsonOption())
    .action((options: Options) => run(line, options));
  addExamples(command, [
    "meldpunt notify",
    "meldpunt notify --ahead",
    "meldpunt notify --approve all --json",
  ]);
};

function collect(text: string, before: readonly string[]): string[] {
  if (text === "all" || isUuid(text)) return [...before, text];
  throw new InvalidArgumentError("It is the id of a brake, as `meldpunt notify` shows it, or all.");
}

async function run({ installation, terminal }: CommandLine, options: Options): Promise<void> {
  const context = await installation.openOutgoing();
  const { approve, resume } = options;
  const approved = [];
  if (approve.length > 0) {
    const { approveVolume } = await import("../actions/approve-volume.ts");
    const brakes = approve.includes("all") ? "all" : approve;
    const input = { brakes, actor: installation.actor } as const;
    approved.push(...(await approveVolume({ context, input })));
  }
  if (resume !== undefined) {
    const { resumeLane } = await import("../actions/resume-lane.ts");
    await resumeLane({ context, input: { lane: resume, actor: installation.actor } });
  }
  const { notify } = await import("../actions/notify.ts");
  const { listLanes } = await import("../actions/list-lanes.ts");
  const { actor } = installation;
  const ahead = options.ahead ?? false;
  const result = await notify({ context, input: { actor, ahead } });
  const lanes = await listLanes({ context, input: { actor } });
  if (options.json) {
    return void (await terminal.write(`${JSON.stringify({ ...result, lanes, approved })}\n`));
  }
  await terminal.write([toNotifiedText(result), ...toLanesText(lanes)].join("\n"));
}

/** What a run brought about, and what waits. */
export function toNotifiedText(result: NotifyResult): string {
  const { redecided, corrected, notified, delivered, programs, resent, notices, outbox, brakes } =
    result;
  const { accepted, ...others } = delivered;
  const trouble = Object.entries(others).filter(([, count]) => count > 0);
  const pairs: [string, string][] = [
    [
      "composed",
      `${toAmount(notified.notifications, "mail")} with ${toAmount(notified.rows, "row")}`,
    ],
    ["accepted", toAmount(accepted, "mail")],
    ...trouble.map(([name, count]): [string, string] => [name, toCount(count)]),
    ["waiting", toAmount(outbox.waiting, "mail")],
  ];
  for (const [name, count] of Object.entries({ ...programs, resent })) {
    if (count > 0) pairs.push([`programs ${name}`, toAmount(count, "notification")]);
  }
  if (redecided.changed > 0) {
    const elsewhere = `${toCount(redecided.moved)} of them for somebody else`;
    pairs.push(["decided again", `${toAmount(redecided.changed, "open finding")}, ${elsewhere}`]);
  }
  for (const [name, count] of Object.entries(notices)) {
    if (count > 0) pairs.push([`notices ${name}`, toAmount(count, "mail")]);
  }
  if (corrected > 0) pairs.push(["corrections", toAmount(corrected, "mail")]);
  if (notified.withdrawn > 0) pairs.push(["taken back", toAmount(notified.withdrawn, "mail")]);
  if (outbox.unknown > 0) pairs.push(["in doubt", toAmount(outbox.unknown, "mail")]);
  if (outbox.stoppedLanes.length > 0) pairs.push(["stopped", outbox.stoppedLanes.join(", ")]);
  return [toPairs(pairs), ...(brakes.length === 0 ? [] : [toBrakesText(brakes)])].join("\n");
}

/** What waits for its lane, and until when; nothing when nothing does. */
function toLanesText(states: readonly LaneState[]): string[] {
  const waiting = states.filter(({ rows }) => rows > 0);
  if (waiting.length === 0) return [];
  const table = toTable(
    [
      { title: "lane" },
      { title: "recipients", align: "right" },
      { title: "rows", align: "right" },
      { title: "goes out from" },
    ],
    waiting.map(({ lane, recipients, rows, nextAt }) => [
      lane,
      toCount(recipients),
      toCount(rows),
      nextAt === null ? "never: no day is open" : toTime(nextAt),
    ]),
  );
  return [`Waiting for their lane:\n${table}Let all of it go with: meldpunt notify --ahead\n`];
}

function toBrakesText(brakes: NotifyResult["brakes"]): string {
  const table = toTable(
    [
      { title: "brake" },
      { title: "address" },
      { title: "organisation" },
      { title: "rows", align: "right" },
      { title: "limit", align: "right" },
    ],
    brakes.map(({ id, address, organisation, rows, limitRows }) => [
      id,
      address,
      organisation ?? "",
      toCount(rows),
      toCount(limitRows),
    ]),
  );
  return `Held, because they would get more than they are used to:\n${table}Let them go with: meldpunt notify --approve <brake>\n`;
}
