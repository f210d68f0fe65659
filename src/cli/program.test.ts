import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import type { Command } from "commander";
import { expect, test } from "vitest";
import { operator } from "../../test/makers/actors.ts";
import { programFolder } from "../platform/config.ts";
import type { Installation } from "./installation.ts";
import { makeProgram } from "./program.ts";
import { openTerminal } from "./terminal.ts";

const streams = { stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough() };
const installation = { actor: operator } as Installation;
const program = makeProgram({ installation, terminal: openTerminal(streams) });

/** All commands that do something, with their whole names; help and what it does not name left out. */
function listCommands(command: Command, path: readonly string[] = []): [string, Command][] {
  const { commands } = command;
  if (commands.length === 0) return [[path.join(" "), command]];
  return command
    .createHelp()
    .visibleCommands(command)
    .filter((inner) => inner.name() !== "help")
    .flatMap((inner) => listCommands(inner, [...path, inner.name()]));
}

const commands = listCommands(program);
const page = readFileSync(join(programFolder, "docs/operations/command-line.md"), "utf8");

test("there are commands", () => {
  expect(commands.map(([name]) => name)).toContain("report submit");
  expect(commands.length).toBeGreaterThan(15);
});

test.each(commands)("%s says what it does, with an example", (name, command) => {
  expect(command.description()).not.toBe("");
  let help = "";
  command.configureOutput({
    writeOut: (text) => {
      help += text;
    },
  });
  command.outputHelp();
  expect(help).toContain("\nExamples:\n");
  expect(help).toContain(`meldpunt ${name}`);
});

test.each(commands)("%s stands in the documentation, every option too", (name, command) => {
  expect(page).toContain(`\`${name}`);
  const options = command.options.filter(({ long, hidden }) => !hidden && long !== "--json");
  for (const { long } of options) expect(page).toContain(long);
});
