import type { RefreshedContact } from "../actions/refresh-contacts.ts";
import { AppError } from "../platform/errors.ts";
import { type AddCommand, addExamples, type CommandLine, jsonOption } from "./command.ts";
import { toKnownContactsText } from "./contacts-text.ts";
import { readCount } from "./read-option.ts";
import { toAmount, toPairs } from "./table.ts";
import { readTextLines } from "./text-lines.ts";

type FetchOptions = { readonly limit: number; readonly json?: true };

/** So many objects that open findings need are asked about in one go. */
const usualLimit = 1000;

export const addContacts: AddCommand = (program, line) => {
  const contacts = program
    .command("contacts")
    .description("contacts of those who are not registered: by RDAP and security.txt");
  const fetch = contacts
    .command("fetch")
    .description("ask the registries and sites of others, and keep what they say")
    .argument(
      "[object...]",
      "addresses, AS numbers, names; - reads them from standard input, a line each; none: what open findings need",
    )
    .option("--limit <count>", "objects at most, where none is named", readCount, usualLimit)
    .addOption(jsonOption("print one JSON object an answer"))
    .action((objects: string[], options: FetchOptions) => fetchContacts(line, objects, options));
  addExamples(fetch, [
    "meldpunt contacts fetch",
    "meldpunt contacts fetch 192.0.2.7 AS64500 shop.example",
  ]);
  const show = contacts
    .command("show")
    .description("what is known of the contacts of an object, from where, how old; asks nobody")
    .argument("<object>", "an address, a prefix, an AS number or a name")
    .addOption(jsonOption())
    .action((object: string, options: { readonly json?: true }) =>
      showKnown(line, object, options),
    );
  addExamples(show, ["meldpunt contacts show shop.example"]);
};

async function fetchContacts(
  { installation, terminal }: CommandLine,
  texts: readonly string[],
  { limit, json }: FetchOptions,
): Promise<void> {
  const { refreshContacts } = await import("../actions/refresh-contacts.ts");
  const context = await installation.open();
  const objects = texts.length === 0 ? null : await readObjects(texts, terminal.stdin);
  const counts = await refreshContacts({
    context,
    input: {
      actor: installation.actor,
      objects,
      limit,
      onAnswer: async (answer) => {
        const text = json ? `${JSON.stringify(answer)}\n` : toAnswerText(answer);
        await terminal.write(text);
      },
    },
  });
  if (!json) {
    const { found, none, failed } = counts;
    const amounts = Object.entries({ found, none, failed });
    await terminal.write(
      toPairs(amounts.map(([kind, count]) => [kind, toAmount(count, "answer")])),
    );
  }
  // What open findings need is asked again by itself; what somebody named, that person wants to know.
  if (objects === null || counts.failed === 0) return;
  throw new AppError("lookup-failed", `${toAmount(counts.failed, "lookup")} failed.`);
}

async function readObjects(
  texts: readonly string[],
  stdin: AsyncIterable<Uint8Array>,
): Promise<string[]> {
  const objects: string[] = [];
  for (const text of texts) {
    if (text !== "-") objects.push(text);
    else for await (const lines of readTextLines(stdin)) objects.push(...lines);
  }
  return objects.map((object) => object.trim()).filter((object) => object !== "");
}

function toAnswerText({ object, source, outcome, emails, detail }: RefreshedContact): string {
  const what = [outcome, ...emails, detail ?? ""].filter((text) => text !== "").join("  ");
  return toPairs([[`${object} ${source}`, what]]);
}

async function showKnown(
  { installation, terminal }: CommandLine,
  object: string,
  { json }: { readonly json?: true },
): Promise<void> {
  const { showContacts } = await import("../actions/show-contacts.ts");
  const context = await installation.open();
  const { actor } = installation;
  const known = await showContacts({ context, input: { object, actor } });
  await terminal.write(json ? `${JSON.stringify(known)}\n` : toKnownContactsText(known));
}
