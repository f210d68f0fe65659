import { InvalidArgumentError } from "commander";
import type { Brakes } from "../actions/list-brakes.ts";
import { type AddCommand, addExamples, type CommandLine, jsonOption } from "./command.ts";
import { isUuid } from "./read-option.ts";
import { toAmount, toCount, toTable, toTime } from "./table.ts";

export const addBrakes: AddCommand = (program, line) => {
  const brakes = program.command("brakes").description("what keeps something from going out");
  const list = brakes
    .command("list")
    .description("every brake and kill switch that is on, why, and the one act that lifts it")
    .addOption(jsonOption())
    .action((options: { readonly json?: true }) => listAll(line, options.json === true));
  addExamples(list, ["meldpunt brakes list"]);
  const lift = brakes
    .command("lift")
    .description("let go what brakes hold: of a recipient for a day, of a report for good")
    .argument("<id...>", "as `brakes list` shows them", collectId)
    .addOption(jsonOption())
    .action((ids: readonly string[], options: { readonly json?: true }) =>
      liftSome(line, ids, options.json === true),
    );
  addExamples(lift, ["meldpunt brakes lift 01931c2e-7d5a-7c34-9b6f-2f6a3d1c8e90"]);
};

function collectId(text: string, before: readonly string[] | undefined): readonly string[] {
  if (isUuid(text)) return [...(before ?? []), text.toLowerCase()];
  throw new InvalidArgumentError("The id of a brake is a UUID; `meldpunt brakes list` shows them.");
}

async function listAll({ installation, terminal }: CommandLine, isJson: boolean): Promise<void> {
  const { listBrakes } = await import("../actions/list-brakes.ts");
  const context = await installation.open();
  const found = await listBrakes({ context, input: { actor: installation.actor } });
  await terminal.write(isJson ? `${JSON.stringify(found)}\n` : toBrakesText(found));
}

async function liftSome(
  { installation, terminal }: CommandLine,
  ids: readonly string[],
  isJson: boolean,
): Promise<void> {
  const { approveVolume } = await import("../actions/approve-volume.ts");
  const { liftBrakes } = await import("../actions/lift-brakes.ts");
  const context = await installation.open();
  const input = { brakes: ids, actor: installation.actor };
  const volume = await approveVolume({ context, input });
  const reports = await liftBrakes({ context, input });
  if (isJson) return void (await terminal.write(`${JSON.stringify({ volume, reports })}\n`));
  const lifted = volume.length + reports.length;
  await terminal.write(
    lifted === 0
      ? "Nothing to do: none of these is on.\n"
      : `${toAmount(lifted, "brake")} lifted; what waited goes out with the next \`meldpunt notify\`.\n`,
  );
}

/** One table for all: what is held, why, and what lifts it. */
function toBrakesText({ volume, reports, holds, stops, canaries }: Brakes): string {
  const rows = [
    ...holds.map(({ kind, value, heldAt, reason }) => [
      toTime(heldAt),
      `${kind} ${value}`,
      `kill switch: ${reason.slice(0, 60)}`,
      kind === "report"
        ? `report release ${value}`
        : `hold lift --${kind} ${/^[\w.-]+$/.test(value) ? value : JSON.stringify(value)}`,
    ]),
    ...reports.map(({ id, report, finder, kind, figure, most, heldAt }) => [
      toTime(heldAt),
      `report ${report} of ${finder}`,
      `${kind}: ${toCount(figure)}, at most ${toCount(most)} go by themselves`,
      `brakes lift ${id}`,
    ]),
    ...volume.map(({ id, address, rows, limitRows, heldAt }) => [
      toTime(heldAt),
      `recipient ${address}`,
      `volume: ${toCount(rows)} rows, at most ${toCount(limitRows)} go by themselves`,
      `brakes lift ${id}`,
    ]),
    ...stops.map(({ lane, heldAt, reason }) => [
      toTime(heldAt),
      `lane ${lane}`,
      `stopped by itself: ${reason.slice(0, 60)}`,
      `notify --resume ${lane}`,
    ]),
    ...canaries.map(({ report, finder, first, recipients, heldAt }) => [
      toTime(heldAt),
      `report ${report} of ${finder}`,
      `canary: ${toCount(first)} of ${toCount(recipients)} hear first`,
      "itself",
    ]),
  ];
  if (rows.length === 0) return "Nothing is held.\n";
  const columns = [{ title: "since" }, { title: "held" }, { title: "why" }, { title: "lifted by" }];
  return toTable(columns, rows);
}
