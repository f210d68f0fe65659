import { Option } from "commander";
import type { CheckedProof } from "../actions/check-proof.ts";
import { AppError } from "../platform/errors.ts";
import { type AddCommand, addExamples, type CommandLine, jsonOption } from "./command.ts";
import { toPairs, toTable } from "./table.ts";

type Options = {
  readonly token: string;
  readonly method: "dns" | "well-known";
  readonly json?: true;
};

export const addProofCheck: AddCommand = (proof, line) => {
  const check = proof
    .command("check")
    .description("look for a token where it should stand, and show what each server says")
    .argument("<object>", "a name; for dns also a prefix that has a reverse zone of its own")
    .requiredOption("--token <token>", "the token, with meldpunt-proof= before it or without")
    .addOption(
      new Option("--method <method>", "where it should stand")
        .choices(["dns", "well-known"])
        .default("dns"),
    )
    .addOption(jsonOption())
    .action((object: string, options: Options) => checkObject(line, object, options));
  addExamples(check, [
    "meldpunt proof check voorbeeld.example --token meldpunt-proof=mzxw6ytbojtg633cmfzgm33pmi",
    "meldpunt proof check www.voorbeeld.example --token mzxw6ytbojtg633cmfzgm33pmi --method well-known",
    "meldpunt proof check 192.0.2.0/24 --token mzxw6ytbojtg633cmfzgm33pmi --json",
  ]);
};

async function checkObject(
  { installation, terminal }: CommandLine,
  object: string,
  { token, method, json }: Options,
): Promise<void> {
  const { checkProof } = await import("../actions/check-proof.ts");
  const context = await installation.openProofChecks();
  const input = { actor: installation.actor, object, token, method };
  const checked = await checkProof({ context, input });
  await terminal.write(json ? `${JSON.stringify(checked)}\n` : toCheckedText(checked));
  const { outcome } = checked;
  if (outcome.kind === "proved") return;
  throw new AppError("not-found", `Not proved (${outcome.reason}). ${outcome.detail}`, {
    remedy: checked.isGone
      ? "What each refusal means stands in docs/operations/proof.md."
      : "Nobody could look, which says nothing about the owner: try again later.",
  });
}

/** What came of looking, and what each server said. */
export function toCheckedText({ object, place, outcome }: CheckedProof): string {
  const head: [string, string][] = [
    ["object", object],
    ["looked at", place],
    [
      "outcome",
      outcome.kind === "proved" ? `proved, ${outcome.reach}` : `refused, ${outcome.reason}`,
    ],
  ];
  if (outcome.kind === "proved" && outcome.dnssec !== null) head.push(["dnssec", outcome.dnssec]);
  const rows = outcome.seen.map(({ server, role, says }) => [server, role, says]);
  const columns = [{ title: "server" }, { title: "role" }, { title: "says" }];
  return `${toPairs(head)}${rows.length === 0 ? "" : `\n${toTable(columns, rows)}`}`;
}
