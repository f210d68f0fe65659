import { InvalidArgumentError } from "commander";
import type { AuditVerdict, NotedHead } from "../actions/verify-audit.ts";
import { AppError } from "../platform/errors.ts";
import { type AddCommand, addExamples, jsonOption } from "./command.ts";

type Options = { readonly noted?: NotedHead; readonly json?: true };

export const addAudit: AddCommand = (program, { installation, terminal }) => {
  const audit = program
    .command("audit")
    .description("the record of every change and of every read of findings");
  const verify = audit
    .command("verify")
    .description("check that no entry was changed, removed or put in between")
    .option(
      "--noted <id:hash>",
      "an entry that was noted elsewhere: shows that the end was not cut off or written anew",
      readHead,
    )
    .addOption(jsonOption())
    .action(async ({ noted, json }: Options) => {
      const { verifyAudit } = await import("../actions/verify-audit.ts");
      const context = await installation.open();
      const input = { actor: installation.actor, noted: noted ?? null };
      const verdict = await verifyAudit({ context, input });
      if (json) await terminal.write(`${JSON.stringify(verdict)}\n`);
      else if (verdict.whole) await terminal.write(toText(verdict));
      if (!verdict.whole) throw toBroken(verdict);
    });
  addExamples(verify, ["meldpunt audit verify", "meldpunt audit verify --noted 1204:9f2c…"]);
};

function readHead(text: string): NotedHead {
  const [, id, hash] = /^([1-9]\d{0,14}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (id !== undefined && hash !== undefined) return { id: Number(id), hash };
  throw new InvalidArgumentError("It is ID:HASH, as `audit verify` printed it.");
}

function toText({
  entries,
  dropped,
  pseudonymised,
  head,
}: AuditVerdict & { readonly whole: true }): string {
  if (head === null) return "The audit log is empty.\n";
  return (
    `Whole: ${entries} entries, ${pseudonymised} of them pseudonymised.\n` +
    (dropped === 0 ? "" : `${dropped} older ones went when their time was over.\n`) +
    `Head to note down elsewhere: ${head.id}:${head.hash}\n`
  );
}

function toBroken({ at, why }: AuditVerdict & { readonly whole: false }): AppError {
  return new AppError("conflict", `The audit log is broken at entry ${at}: ${why}.`, {
    remedy:
      "Keep the database as it is, take a copy, and find out who could write to it; compare with an older backup.",
  });
}
