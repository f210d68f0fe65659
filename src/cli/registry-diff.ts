import { Option } from "commander";
import type { DiffRegistryAnswer } from "../actions/diff-registry.ts";
import { type RegistryLayer, registryLayers } from "../domain/registry/registry.ts";
import { type AddCommand, addExamples, type CommandLine, jsonOption } from "./command.ts";
import { toDecisionsText } from "./decision-difference-text.ts";
import { openProgress } from "./progress.ts";
import { readCount, readCountry } from "./read-option.ts";
import { toRegistryText } from "./registry-load.ts";

type Options = {
  readonly layer: RegistryLayer;
  readonly country?: string;
  readonly days?: number;
  readonly json?: true;
};

export const addRegistryDiff: AddCommand = (registry, line) => {
  const command = registry
    .command("diff")
    .description("what loading the files would change; changes nothing")
    .argument("<file...>", "plain, gzip or zstd; the content tells the format")
    .addOption(
      new Option("--layer <name>", "which layer they make up")
        .choices(registryLayers)
        .makeOptionMandatory(),
    )
    .option("--country <code>", "where ranges without a country belong", readCountry)
    .option("--days <n>", "replay the findings of so many days", readCount)
    .addOption(jsonOption())
    .action((files: string[], options: Options) => diff(line, files, options));
  addExamples(command, [
    "meldpunt registry diff data/registry/nl-announced-ranges.csv --layer announced",
  ]);
};

async function diff(
  { installation, terminal }: CommandLine,
  paths: readonly string[],
  { layer, country, days, json }: Options,
): Promise<void> {
  const { diffRegistry } = await import("../actions/diff-registry.ts");
  const context = await installation.open();
  const bar = await openProgress(terminal);
  try {
    const answer = await diffRegistry({
      context,
      input: {
        actor: installation.actor,
        layer,
        paths,
        country: country ?? null,
        ...(days === undefined ? {} : { days }),
        onProgress: (read, total) => bar.show(read, total, "reading"),
      },
    });
    bar.end();
    await terminal.write(json ? `${JSON.stringify(answer)}\n` : toText(answer));
  } finally {
    bar.end();
  }
}

function toText(answer: DiffRegistryAnswer): string {
  const { braked } = answer;
  const brakes =
    braked.length === 0 ? "" : `\nA load would be held by the brake on ${braked.join(" and ")}.\n`;
  return `${toRegistryText(answer)}${toDecisionsText(answer.decisions)}${brakes}`;
}
