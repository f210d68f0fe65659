import type { Command } from "commander";
import type { ListedKey } from "../actions/list-keys.ts";
import type { OwnKey } from "../domain/keys/own-key.ts";
import { addExamples, type CommandLine, jsonOption } from "./command.ts";
import { toTable, toTime } from "./table.ts";

type Json = { readonly json?: true };

/** Adds what shows the keys of the installation. */
export function addKeyReading(keys: Command, line: CommandLine): void {
  const listed = keys
    .command("list")
    .description("all of them, retired ones too, and which end soon")
    .addOption(jsonOption("print one JSON object a line"))
    .action(async ({ json }: Json) => {
      const found = await read(line);
      await line.terminal.write(
        json ? found.map((key) => `${JSON.stringify(key)}\n`).join("") : toListText(found),
      );
    });
  addExamples(listed, ["meldpunt keys list"]);
  const dkim = keys
    .command("dkim")
    .description("the records that have to stand in the DNS")
    .addOption(jsonOption("print one JSON object a line"))
    .action(async ({ json }: Json) => {
      const found = (await read(line)).filter(
        ({ kind, state }) => kind === "dkim" && state !== "retired",
      );
      await line.terminal.write(
        json
          ? found.map((key) => `${JSON.stringify(toRecord(key))}\n`).join("")
          : found.map(toZoneLine).join("") || "There is no key for DKIM.\n",
      );
    });
  addExamples(dkim, ["meldpunt keys dkim"]);
  const shown = keys
    .command("show")
    .description("the public part of a key, as others need it")
    .argument("<name>", "as `keys list` shows it, or its beginning")
    .action(async (name: string) => {
      const found = (await read(line)).filter((key) => key.name.startsWith(name));
      const [key] = found;
      if (key === undefined || found.length > 1) {
        return shown.error(`error: ${found.length} keys have that name; see keys list`);
      }
      await line.terminal.write(`${key.publicPart.trimEnd()}\n`);
    });
  addExamples(shown, ["meldpunt keys show b39edda1 > meldpunt.asc"]);
}

async function read({ installation }: CommandLine): Promise<ListedKey[]> {
  const { listKeys } = await import("../actions/list-keys.ts");
  const context = await installation.open();
  return listKeys({ context, input: { actor: installation.actor } });
}

/** What to do with a key that was just made or added. */
export function toPublishText(key: OwnKey): string {
  const from = `signs from ${toTime(key.signsFrom)}`;
  const until = key.expiresAt === null ? "it does not expire" : `until ${toTime(key.expiresAt)}`;
  const what = `${key.kind} ${key.name} (${key.algorithm}) for ${key.identity}: ${from}, ${until}.\n`;
  if (key.kind !== "dkim") return what;
  return `${what}Publish in the DNS before it signs:\n${toZoneLine(key)}`;
}

function toRecord({ name, identity, publicPart }: OwnKey) {
  return { name: `${name}._domainkey.${identity}`, type: "TXT", value: publicPart };
}

/** A line of a zone file; strings have 255 signs at most (RFC 1035 section 3.3.14). */
function toZoneLine(key: OwnKey): string {
  const { name, type, value } = toRecord(key);
  const strings = value.match(/.{1,250}/g) ?? [];
  return `${name}. ${type} ${strings.map((text) => `"${text}"`).join(" ")}\n`;
}

function toListText(keys: readonly ListedKey[]): string {
  if (keys.length === 0) return "There are no keys: mail goes out unsigned. See keys make.\n";
  return toTable(
    [
      { title: "kind" },
      { title: "name" },
      { title: "algorithm" },
      { title: "of" },
      { title: "state" },
      { title: "from" },
      { title: "until" },
    ],
    keys.map(({ kind, name, algorithm, identity, state, endsSoon, signsFrom, expiresAt }) => [
      kind,
      name,
      algorithm,
      identity,
      endsSoon ? `${state}, ends soon` : state,
      toTime(signsFrom),
      expiresAt === null ? "" : toTime(expiresAt),
    ]),
  );
}
