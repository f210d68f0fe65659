import { Option } from "commander";
import type { LoadRegistryAnswer } from "../actions/load-registry.ts";
import { type RegistryLayer, registryLayers } from "../domain/registry/registry.ts";
import { type AddCommand, addExamples, type CommandLine, jsonOption } from "./command.ts";
import { openProgress } from "./progress.ts";
import { readCountry } from "./read-option.ts";
import { toAmount, toCount, toPairs, toTable } from "./table.ts";

type Options = {
  readonly layer: RegistryLayer;
  readonly country?: string;
  readonly force?: true;
  readonly json?: true;
};

export const addRegistryLoad: AddCommand = (registry, line) => {
  const command = registry
    .command("load")
    .description("replace a layer of the registry by what these files say together, in one step")
    .argument("<file...>", "plain, gzip or zstd; the content tells the format")
    .addOption(
      new Option("--layer <name>", "which layer they make up")
        .choices(registryLayers)
        .makeOptionMandatory(),
    )
    .option("--country <code>", "where ranges without a country belong", readCountry)
    .option("--force", "go on where more addresses or findings change than the brakes allow")
    .addOption(jsonOption())
    .addHelpText(
      "after",
      `
Formats: CSV ranges (first,last[,asn,as_name][,country]), RIS dumps, delegated-extended statistics of the RIRs, RPSL
(inetnum, inet6num, aut-num, organisation, role; classes may share a file, and belong into one command).`,
    )
    .action((files: string[], options: Options) => load(line, files, options));
  addExamples(command, [
    "meldpunt registry load data/registry/nl-announced-ranges.csv --layer announced",
    "meldpunt registry load data/registry/nl-delegated-ranges.csv --layer delegated --country NL",
    "meldpunt registry load ripe.db.inetnum.gz ripe.db.organisation.gz ripe.db.role.gz --layer contacts",
  ]);
};

async function load(
  { installation, terminal }: CommandLine,
  paths: readonly string[],
  options: Options,
): Promise<void> {
  const { loadRegistry } = await import("../actions/load-registry.ts");
  const context = await installation.open();
  const bar = await openProgress(terminal);
  try {
    const answer = await loadRegistry({
      context,
      input: {
        actor: installation.actor,
        layer: options.layer,
        paths,
        country: options.country ?? null,
        force: options.force === true,
        onProgress: (read, total) => bar.show(read, total, "reading"),
      },
    });
    bar.end();
    await terminal.write(options.json ? `${JSON.stringify(answer)}\n` : toRegistryText(answer));
  } finally {
    bar.end();
  }
}

/** What a layer would say, or says now, and what that changes. */
export function toRegistryText(answer: Omit<LoadRegistryAnswer, "version" | "replaced">): string {
  const { difference, files } = answer;
  const change = (name: string, counts: (typeof difference)["v4" | "v6"]): string[] => [
    name,
    ...[counts.added, counts.removed, counts.changed].map((count) => toCount(BigInt(count))),
  ];
  const faults = files.flatMap(({ name, firstFaults }) =>
    firstFaults.map(
      (fault) => `${name}, line ${fault.line}: ${fault.reason}: ${JSON.stringify(fault.value)}\n`,
    ),
  );
  return [
    toPairs([
      ["layer", answer.layer],
      ["ranges", toCount(answer.ranges)],
      ["AS numbers", toCount(answer.systems)],
      ...files.map(({ name, format, entries }): [string, string] => [
        "file",
        `${name}: ${format}, ${toAmount(entries, "statement")}`,
      ]),
    ]),
    "\n",
    toTable(
      [
        { title: "addresses" },
        { title: "added", align: "right" },
        { title: "removed", align: "right" },
        { title: "changed", align: "right" },
      ],
      [change("IPv4", difference.v4), change("IPv6", difference.v6)],
    ),
    ...(faults.length === 0 ? [] : [`\nPut aside:\n${faults.join("")}`]),
  ].join("");
}
