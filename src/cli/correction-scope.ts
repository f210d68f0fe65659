import { type Command, InvalidArgumentError } from "commander";
import type { CorrectionScope } from "../domain/correction/scope.ts";
import type { FinderId, FindingTypeId, ReportId } from "../domain/ids.ts";
import { readReportId, readSlug } from "./read-option.ts";

/** What says which scope is meant. */
export type ScopeOptions = {
  readonly report?: ReportId;
  readonly case?: string;
  readonly type?: string;
  readonly finder?: string;
};

/** What carries out what was previewed. */
export type OrderOptions = {
  readonly digest?: string;
  readonly reason?: string;
  readonly textNl?: string;
  readonly textEn?: string;
};

export function addScopeOptions(command: Command): Command {
  return command
    .option("--report <id>", "a report", readReportId)
    .option("--case <name>", "all reports of a case")
    .option("--type <type>", "what all reports say of a finding type", readSlug)
    .option("--finder <id>", "with --type: only what this finder says of it", readSlug);
}

export function addOrderOptions(command: Command): Command {
  return command
    .option("--digest <digest>", "carry out what was previewed under it", readDigest)
    .option("--reason <text>", "with --digest: why, for the record")
    .option("--text-nl <text>", "what was wrong, for recipients who read Dutch")
    .option("--text-en <text>", "the same in English");
}

/** The one scope that is meant; ends the program as wrong usage where it is none or several. */
export function readScope(command: Command, options: ScopeOptions): CorrectionScope {
  const { report, case: name, type, finder } = options;
  const given = [report, name, type].filter((value) => value !== undefined).length;
  if (given !== 1) command.error("error: say one of --report, --case and --type");
  if (finder !== undefined && type === undefined) command.error("error: --finder goes with --type");
  if (report !== undefined) return { kind: "report", report };
  if (name !== undefined) return { kind: "case", name };
  return {
    kind: "type",
    type: (type ?? "") as FindingTypeId,
    finder: (finder as FinderId | undefined) ?? null,
  };
}

/** What to carry out; null: only look. */
export function readOrder(
  command: Command,
  { digest, reason, textNl, textEn }: OrderOptions,
): {
  readonly digest: string;
  readonly reason: string;
  readonly texts: { readonly nl: string | null; readonly en: string | null };
} | null {
  if (digest === undefined) return null;
  if (reason === undefined) command.error("error: --digest needs a --reason");
  return { digest, reason: reason ?? "", texts: { nl: textNl ?? null, en: textEn ?? null } };
}

function readDigest(text: string): string {
  if (/^[0-9a-f]{64}$/i.test(text)) return text.toLowerCase();
  throw new InvalidArgumentError("It is the digest that the preview shows, 64 digits long.");
}
