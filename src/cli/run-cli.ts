import { CommanderError } from "commander";
import { AppError, toExitStatus, toMessage } from "../platform/errors.ts";
import type { Installation } from "./installation.ts";
import { makeProgram } from "./program.ts";
import type { Terminal } from "./terminal.ts";

/** Runs a command to its end and answers its exit status: 0 done, 1 failed, 2 wrong usage, 3 input refused. */
export async function runCli(
  args: readonly string[],
  installation: Installation,
  terminal: Terminal,
): Promise<number> {
  let status = 0;
  try {
    await makeProgram({ installation, terminal }).parseAsync(args, { from: "user" });
  } catch (error) {
    status = report(error, terminal);
  }
  try {
    await installation.close();
  } catch (error) {
    status ||= report(error, terminal);
  }
  return status;
}

function report(error: unknown, terminal: Terminal): number {
  // Commander has said already what is wrong; help that was asked for is no error.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  terminal.note(error instanceof AppError ? `meldpunt: ${toMessage(error)}` : toMessage(error));
  return toExitStatus(error);
}
