import { InvalidArgumentError } from "commander";
import type { Approval } from "../actions/access/approval-view.ts";
import { type AddCommand, addExamples, type CommandLine, jsonOption } from "./command.ts";
import { isUuid, readCount } from "./read-option.ts";
import { toPairs, toTable, toTime } from "./table.ts";

type Json = { readonly json?: true };

const example = "01931c2e-7d5a-7c34-9b6f-2f6a3d1c8e90";

export const addApprovals: AddCommand = (program, line) => {
  const approvals = program
    .command("approvals")
    .description("what needs several people: look at it, approve it, refuse it");
  const listed = approvals
    .command("list")
    .description("what waits for people, or for the asker to go on; the latest first")
    .option("--all", "also what was used, refused, or is over")
    .option("--limit <count>", "at most so many", readCount, 100)
    .addOption(jsonOption("print one JSON object a line"))
    .action((options: Json & { readonly all?: true; readonly limit: number }) =>
      list(line, options),
    );
  addExamples(listed, ["meldpunt approvals list"]);
  const shown = approvals
    .command("show")
    .description("one of them: what would happen, in figures, and who said what")
    .argument("<id>", "as `approvals list` shows it", readApprovalId)
    .addOption(jsonOption())
    .action((id: string, { json }: Json) => show(line, id, json === true));
  addExamples(shown, [`meldpunt approvals show ${example}`]);
  const approved = approvals
    .command("approve")
    .description("approve what somebody else asked for; whoever asked goes on then")
    .argument("<id>", "as `approvals list` shows it", readApprovalId)
    .addOption(jsonOption())
    .action((id: string, { json }: Json) => approve(line, id, json === true));
  addExamples(approved, [`meldpunt approvals approve ${example}`]);
  const refused = approvals
    .command("refuse")
    .description("refuse it with a reason, or take your own request back")
    .argument("<id>", "as `approvals list` shows it", readApprovalId)
    .requiredOption("--reason <text>", "why, for whoever asked and for the audit log")
    .addOption(jsonOption())
    .action((id: string, { reason, json }: Json & { readonly reason: string }) =>
      refuse(line, { id, reason }, json === true),
    );
  addExamples(refused, [
    `meldpunt approvals refuse ${example} --reason 'the member list of last month'`,
  ]);
};

function readApprovalId(text: string): string {
  if (isUuid(text)) return text.toLowerCase();
  throw new InvalidArgumentError(
    "The id of a request is a UUID; `meldpunt approvals list` shows them.",
  );
}

async function list(
  { installation, terminal }: CommandLine,
  { all, limit, json }: Json & { readonly all?: true; readonly limit: number },
): Promise<void> {
  const { listApprovals } = await import("../actions/list-approvals.ts");
  const context = await installation.open();
  const input = { actor: installation.actor, open: all !== true, limit };
  const found = await listApprovals({ context, input });
  if (json)
    return void (await terminal.write(found.map((one) => `${JSON.stringify(one)}\n`).join("")));
  if (found.length === 0) return void (await terminal.write("Nothing waits for approval.\n"));
  await terminal.write(
    toTable(
      ["id", "act", "asked by", "asked", "until", "state"].map((title) => ({ title })),
      found.map((one) => [
        one.id,
        one.act,
        one.asker.name,
        toTime(one.askedAt),
        toTime(one.expiresAt),
        toStateText(one),
      ]),
    ),
  );
}

async function show(
  { installation, terminal }: CommandLine,
  id: string,
  isJson: boolean,
): Promise<void> {
  const { showApproval } = await import("../actions/show-approval.ts");
  const context = await installation.open();
  const found = await showApproval({ context, input: { actor: installation.actor, id } });
  await terminal.write(isJson ? `${JSON.stringify(found)}\n` : toApprovalText(found));
}

async function approve(
  { installation, terminal }: CommandLine,
  id: string,
  isJson: boolean,
): Promise<void> {
  const { approveRequest } = await import("../actions/approve-request.ts");
  const context = await installation.open();
  const found = await approveRequest({ context, input: { actor: installation.actor, id } });
  if (isJson) return void (await terminal.write(`${JSON.stringify(found)}\n`));
  await terminal.write(
    found.state.kind === "approved"
      ? `Approved: ${found.asker.name} can go on until ${toTime(found.expiresAt)}, by doing the same again.\n`
      : `Approved by you; it ${toStateText(found)}.\n`,
  );
}

async function refuse(
  { installation, terminal }: CommandLine,
  { id, reason }: { readonly id: string; readonly reason: string },
  isJson: boolean,
): Promise<void> {
  const { refuseRequest } = await import("../actions/refuse-request.ts");
  const context = await installation.open();
  const found = await refuseRequest({ context, input: { actor: installation.actor, id, reason } });
  await terminal.write(isJson ? `${JSON.stringify(found)}\n` : "Refused.\n");
}

function toApprovalText(found: Approval): string {
  const head = toPairs([
    ["id", found.id],
    ["act", found.act],
    ["asked by", toPerson(found.asker)],
    ["asked", toTime(found.askedAt)],
    ["until", toTime(found.expiresAt)],
    ["needs", `${found.people} people${found.bodies > 1 ? ` of ${found.bodies} bodies` : ""}`],
    ["state", toStateText(found)],
  ]);
  const figures = toPairs(
    Object.entries(found.summary).map(([name, value]) => [name, String(value)] as const),
  );
  const answers = found.answers.map(
    ({ person, approves, answeredAt, reason }) =>
      [
        toTime(answeredAt),
        `${approves ? "approved" : "refused"} by ${toPerson(person)}${reason === null ? "" : `: ${reason}`}`,
      ] as const,
  );
  const said = answers.length === 0 ? "" : `\n${toPairs(answers)}`;
  return `${head}\nWhat would happen:\n${figures}${said}`;
}

function toPerson({ name, body }: Approval["asker"]): string {
  return body === null ? name : `${name} (${body})`;
}

function toStateText({ state }: Approval): string {
  if (state.kind !== "waiting") return state.kind;
  const others =
    state.bodies === 0
      ? ""
      : state.presentBodies.length === 0
        ? `, ${state.bodies} of them with a body`
        : `, ${state.bodies} of them not of ${state.presentBodies.join(", ")}`;
  return `waits for ${state.people} more${others}`;
}
