import { readFile } from "node:fs/promises";
import { basename, dirname } from "node:path";
import type { DiffWorldAnswer } from "../actions/diff-world.ts";
import type { LoadWorldAnswer } from "../actions/load-world.ts";
import { AppError } from "../platform/errors.ts";
import { type AddCommand, addExamples, type CommandLine, jsonOption } from "./command.ts";
import { toDecisionsText } from "./decision-difference-text.ts";
import { readCount } from "./read-option.ts";
import { toAmount, toCount, toPairs, toTable } from "./table.ts";
import { addWorldImport } from "./world-import.ts";
import { takeWorldKeys } from "./world-keys.ts";

type LoadOptions = { readonly force?: true; readonly json?: true };
type DiffOptions = { readonly days?: number; readonly json?: true };

export const addWorld: AddCommand = (program, line) => {
  const world = program
    .command("world")
    .description("organisations, intermediaries, claims and contacts, as a file says them");
  const loading = world
    .command("load")
    .description("replace the world by what the file says, in one step")
    .argument("<file>", "YAML or JSON, see docs/formats/world.md")
    .option("--force", "go on where more addresses or findings go elsewhere than the brakes allow")
    .addOption(jsonOption())
    .action((file: string, options: LoadOptions) => load(line, file, options));
  addExamples(loading, ["meldpunt world load data/demo/world.yaml"]);
  const differing = world
    .command("diff")
    .description("what loading the file would change; changes nothing")
    .argument("<file>", "YAML or JSON, see docs/formats/world.md")
    .option("--days <n>", "replay the findings of so many days", readCount)
    .addOption(jsonOption())
    .addHelpText(
      "after",
      `
It compares the file with the world that holds, entry by entry; asks both who would get a finding about each address of
the home country; and decides about the findings of the last 7 days under both, as if they came in again now. See
docs/operations/changing-the-world.md.`,
    )
    .action((file: string, options: DiffOptions) => diff(line, file, options));
  addExamples(differing, [
    "meldpunt world diff world.yaml",
    "meldpunt world diff world.yaml --days 30 --json",
  ]);
  addWorldImport(world, line);
};

async function load(
  { installation, terminal }: CommandLine,
  file: string,
  { force, json }: LoadOptions,
): Promise<void> {
  const text = await readWorldFile(file);
  const { loadWorld } = await import("../actions/load-world.ts");
  const context = await installation.open();
  const { actor } = installation;
  const input = { actor, text, fileName: basename(file), force: force === true };
  const answer = await loadWorld({ context, input });
  await terminal.write(json ? `${JSON.stringify(answer)}\n` : toWorldText(answer));
  const { world } = await context.readBasis();
  const folder = dirname(file);
  for (const { address, file: key, fault } of await takeWorldKeys(context, actor, world, folder)) {
    if (fault !== null) terminal.note(`The key of ${address} (${key}) is not used: ${fault}`);
  }
}

async function diff(
  { installation, terminal }: CommandLine,
  file: string,
  { days, json }: DiffOptions,
): Promise<void> {
  const text = await readWorldFile(file);
  const { diffWorld } = await import("../actions/diff-world.ts");
  const context = await installation.open();
  const { actor } = installation;
  const input = { actor, text, fileName: basename(file), ...(days === undefined ? {} : { days }) };
  const answer = await diffWorld({ context, input });
  await terminal.write(json ? `${JSON.stringify(answer)}\n` : toWorldText(answer));
}

async function readWorldFile(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    const reason = code === "ENOENT" ? "there is no such file" : `it cannot be read (${code})`;
    throw new AppError("wrong-usage", `${path}: ${reason}.`, {
      remedy: "Check the path.",
      cause: error,
    });
  }
}

/** What a load changed, or would change. */
export function toWorldText(answer: LoadWorldAnswer | DiffWorldAnswer): string {
  const { coverage, decisions } = answer;
  if (answer.unchanged)
    return `Nothing to do: the world says this already (version ${answer.version}).\n`;
  const { organisations, finders, ...counted } = answer.difference;
  const rows = [
    ...Object.entries({ organisations, finders }).map(([name, change]) => [
      name,
      toCount(change.added.length),
      toCount(change.removed.length),
      toCount(change.changed.length),
    ]),
    ...Object.entries(counted).map(([name, { added, removed }]) => [
      name,
      toCount(added),
      toCount(removed),
      "",
    ]),
  ].filter(([, ...counts]) => counts.some((count) => count !== "" && count !== "0"));
  const head = toPairs([
    [
      answer.replaced ? "holds now" : "would hold",
      answer.replaced ? `version ${answer.version}` : "nothing was changed",
    ],
    ["organisations", toCount(answer.organisations)],
    ["claims", toCount(answer.claims)],
  ]);
  const table = toTable(
    [
      { title: "difference" },
      { title: "added", align: "right" },
      { title: "removed", align: "right" },
      { title: "changed", align: "right" },
    ],
    rows,
  );
  return `${head}\n${table}${toNames(organisations)}${toCoverage(coverage)}${decisions === null ? "" : toDecisionsText(decisions)}${toBrakes(answer)}`;
}

function toNames(change: LoadWorldAnswer["difference"]["organisations"]): string {
  const listed = (["removed", "changed"] as const).flatMap((what) =>
    change[what].slice(0, 20).map((id) => `  ${what}  ${id}\n`),
  );
  return listed.length === 0 ? "" : `\n${listed.join("")}`;
}

function toCoverage(coverage: LoadWorldAnswer["coverage"]): string {
  if (coverage === null) return "";
  const { v4, v6, examples } = coverage;
  if (examples.length === 0) return "\nNo address of the home country goes elsewhere.\n";
  const counts = `IPv4 ${toCount(v4.changed)} of ${toAmount(v4.addresses, "address", "addresses")}, IPv6 ${toCount(BigInt(v6.changed))} of ${toCount(BigInt(v6.addresses))}`;
  const table = toTable(
    [{ title: "for example" }, { title: "before" }, { title: "after" }],
    examples.map(({ range, before, after }) => [range, before, after]),
  );
  return `\nGoes elsewhere: ${counts}\n${table}`;
}

function toBrakes(answer: LoadWorldAnswer | DiffWorldAnswer): string {
  if (!("braked" in answer) || answer.braked.length === 0) return "";
  return `\nA load would be held by the brake on ${answer.braked.join(" and ")}.\n`;
}
