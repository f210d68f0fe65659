import { type Command, Option } from "commander";
import type { Installation } from "./installation.ts";
import type { Terminal } from "./terminal.ts";

/** What every command gets. */
export type CommandLine = { readonly installation: Installation; readonly terminal: Terminal };

/** Adds a command, or several of a name, to those of the program. */
export type AddCommand = (program: Command, line: CommandLine) => void;

/** Shows how the command is used, under its options. */
export function addExamples(command: Command, examples: readonly string[]): Command {
  return command.addHelpText(
    "after",
    `\nExamples:\n${examples.map((example) => `  ${example}\n`).join("")}`,
  );
}

/** `--json`, the same everywhere. */
export function jsonOption(what = "print JSON instead of text"): Option {
  return new Option("--json", what);
}
