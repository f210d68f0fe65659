import { type AddCommand, addExamples, type CommandLine, jsonOption } from "./command.ts";
import { toPairs, toTime } from "./table.ts";

export const addVerify: AddCommand = (program, line) => {
  const command = program
    .command("verify")
    .description("did we send this? what to answer who calls and reads out number and code")
    .argument(
      "<code...>",
      "the number of a message, as in NSM-7K3F-92QD, and its code, as in 7K3-F92",
    )
    .addOption(jsonOption())
    .action((words: readonly string[], { json }: { readonly json?: true }) =>
      verify(line, words, json === true),
    );
  addExamples(command, ["meldpunt verify NSM-7K3F-92QD 7K3-F92", "meldpunt verify nsm 7k3f 92qd"]);
};

async function verify(
  { installation, terminal }: CommandLine,
  words: readonly string[],
  isJson: boolean,
): Promise<void> {
  const { checkNotification } = await import("../actions/check-notification.ts");
  const { makeOrganisationNames } = await import("../actions/name-organisations.ts");
  const context = await installation.open();
  const input = { actor: installation.actor, text: words.join(" ") };
  const checked = await checkNotification({ context, input });
  if (isJson) return void (await terminal.write(`${JSON.stringify(checked)}\n`));
  if (checked.kind !== "ours") {
    const answer = {
      mistyped: "No: this cannot be a number of ours, a sign is wrong or missing.",
      unknown: "No: we have sent no message with this number.",
    };
    return void (await terminal.write(`${answer[checked.kind]}\n`));
  }
  const { organisation, mailDomain, withdrawn } = checked;
  const names = organisation === null ? null : await makeOrganisationNames(context.sql)();
  const pairs: [string, string][] = [
    ["number", checked.number],
    ["code", codeTexts[checked.code]],
    ["sent", toTime(checked.sentAt)],
    ["to a contact of", (organisation !== null && names?.get(organisation)) || mailDomain],
    ["findings", String(checked.findings)],
  ];
  if (withdrawn !== null) {
    pairs.push(["taken back", `${withdrawn.findings} findings, ${toTime(withdrawn.at)}`]);
  }
  await terminal.write(toPairs(pairs));
}

const codeTexts = {
  right: "right: it is ours, you may say so",
  wrong: "WRONG: whoever has the message would have another; tell nothing",
  "not-given": "not given: ask for it before you tell anything",
};
