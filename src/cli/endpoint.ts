import { type Command, Option } from "commander";
import type { GivenSecret } from "../actions/endpoints/give-secret.ts";
import {
  type EndpointWay,
  type MachineFormat,
  machineFormats,
} from "../domain/endpoint/endpoint.ts";
import type { EndpointId, OrganisationId } from "../domain/ids.ts";
import { type AddCommand, addExamples, type CommandLine, jsonOption } from "./command.ts";
import { readEndpointId, readHours, readInstant, readSlug } from "./read-option.ts";
import { toAmount, toTable, toTime } from "./table.ts";

type Json = { readonly json?: true };
type AddOptions = Json & {
  readonly webhook?: string;
  readonly pull?: true;
  readonly folder?: MachineFormat | true;
};
type RotateOptions = Json & { readonly overlap: number };
type ResendOptions = Json & { readonly from: Date; readonly until: Date };
type ListOptions = Json & { readonly organisation?: string };

const example = "01931c2e-7d5a-7c34-9b6f-2f6a3d1c8e90";
const idText = "as `endpoint list` shows it";

export const addEndpoint: AddCommand = (program, line) => {
  const endpoint = program
    .command("endpoint")
    .description("where programs of organisations get what these are told, instead of mail");
  const added = endpoint
    .command("add")
    .description("register an endpoint; it counts once it was tested")
    .argument("<organisation>", "whose it is", readSlug)
    .option("--webhook <url>", "we call it: https://name/path; its secret is shown once")
    .option("--pull", "its program fetches over the API")
    .addOption(
      new Option("--folder [format]", "we write files below MELDPUNT_FOLDERS").choices(
        machineFormats,
      ),
    )
    .addOption(jsonOption())
    .action((organisation: string, options: AddOptions) => {
      const way = toWay(options);
      if (typeof way === "string") return added.error(`error: ${way}`, { exitCode: 2 });
      return add(line, organisation as OrganisationId, way, options.json === true);
    });
  addExamples(added, [
    "meldpunt endpoint add surfcert --webhook https://hooks.surfcert.example/meldpunt",
    "meldpunt endpoint add haven-cluster --pull",
    "meldpunt endpoint add waterschap --folder csv",
  ]);
  addTesting(endpoint, line);
  addOthers(endpoint, line);
};

function addTesting(endpoint: Command, line: CommandLine): void {
  const tested = endpoint
    .command("test")
    .description("test an endpoint; passed, it counts")
    .argument("<id>", idText, readEndpointId)
    .addOption(jsonOption())
    .action((id: EndpointId, { json }: Json) => test(line, id, json === true));
  addExamples(tested, [`meldpunt endpoint test ${example}`]);
  const rotated = endpoint
    .command("rotate")
    .description("give a webhook a new secret; messages carry signatures of both for a while")
    .argument("<id>", idText, readEndpointId)
    .option("--overlap <hours>", "how long the old one holds; 0 where it leaked", readHours, 24)
    .addOption(jsonOption())
    .action((id: EndpointId, options: RotateOptions) => rotate(line, id, options));
  addExamples(rotated, [`meldpunt endpoint rotate ${example} --overlap 0`]);
}

function addOthers(endpoint: Command, line: CommandLine): void {
  const disabled = endpoint
    .command("disable")
    .description("end an endpoint for good; what waits for it is mailed")
    .argument("<id>", idText, readEndpointId)
    .addOption(jsonOption())
    .action((id: EndpointId, { json }: Json) => disable(line, id, json === true));
  addExamples(disabled, [`meldpunt endpoint disable ${example}`]);
  const resent = endpoint
    .command("resend")
    .description(
      "send again what the organisation was told in a stretch of time, with the same ids",
    )
    .argument("<id>", idText, readEndpointId)
    .requiredOption("--from <when>", "composed at this instant or later", readInstant)
    .requiredOption("--until <when>", "composed before this instant", readInstant)
    .addOption(jsonOption())
    .action((id: EndpointId, options: ResendOptions) => resend(line, id, options));
  addExamples(resent, [`meldpunt endpoint resend ${example} --from 2026-11-20 --until 2026-11-22`]);
  const listed = endpoint
    .command("list")
    .description("endpoints, those that count first")
    .option("--organisation <id>", "only of this one", readSlug)
    .addOption(jsonOption())
    .action((options: ListOptions) => list(line, options));
  addExamples(listed, ["meldpunt endpoint list --organisation surfcert"]);
}

/** What was asked for, or what is wrong with it. */
function toWay({ webhook, pull, folder }: AddOptions): EndpointWay | string {
  const given = [webhook, pull, folder].filter((option) => option !== undefined);
  if (given.length !== 1) return "give one of --webhook, --pull and --folder";
  if (webhook !== undefined) return { kind: "webhook", url: webhook };
  if (pull === true) return { kind: "pull" };
  return { kind: "folder", format: folder === undefined || folder === true ? "json" : folder };
}

async function add(
  { installation, terminal }: CommandLine,
  organisation: OrganisationId,
  way: EndpointWay,
  isJson: boolean,
): Promise<void> {
  const { registerEndpoint } = await import("../actions/register-endpoint.ts");
  const context = await installation.open();
  const input = { actor: installation.actor, organisation, way };
  const { id, secret } = await registerEndpoint({ context, input });
  if (isJson) {
    return void (await terminal.write(`${JSON.stringify({ endpoint: id, ...secret })}\n`));
  }
  await terminal.write(`${id}\n${secret === null ? "" : toSecretText(secret)}`);
  if (secret !== null) terminal.note("The secret is not shown again: its receiver needs it.");
  terminal.note(`It counts once it was tested: ${nextOf(way, id)}`);
}

function nextOf({ kind }: EndpointWay, id: EndpointId): string {
  return kind === "pull"
    ? "fetch GET /api/v1/notifications and acknowledge the cursor of what comes."
    : `meldpunt endpoint test ${id}`;
}

function toSecretText({ secret, publicKey }: GivenSecret): string {
  return `secret      ${secret}\npublic key  ${publicKey}\n`;
}

async function test(line: CommandLine, id: EndpointId, isJson: boolean): Promise<void> {
  const { installation, terminal } = line;
  const { testEndpoint } = await import("../actions/test-endpoint.ts");
  const { AppError } = await import("../platform/errors.ts");
  const context = await installation.openOutgoing();
  const trial = await testEndpoint({ context, input: { actor: installation.actor, id } });
  if (isJson) await terminal.write(`${JSON.stringify(trial)}\n`);
  switch (trial.kind) {
    case "passed":
      if (!isJson) await terminal.write("It passed: it counts.\n");
      return;
    case "waits":
      if (!isJson) {
        await terminal.write(
          "Its program tests it: fetch GET /api/v1/notifications, then acknowledge the cursor of what comes.\n",
        );
      }
      return;
    case "failed":
      throw new AppError("conflict", `It did not pass: ${trial.reason}.`, {
        remedy: "Mend the other side, and test again.",
      });
  }
}

async function rotate(
  { installation, terminal }: CommandLine,
  id: EndpointId,
  { overlap: overlapHours, json }: RotateOptions,
): Promise<void> {
  const { rotateEndpoint } = await import("../actions/rotate-endpoint.ts");
  const context = await installation.open();
  const input = { actor: installation.actor, id, overlapHours };
  const given = await rotateEndpoint({ context, input });
  if (json === true) return void (await terminal.write(`${JSON.stringify(given)}\n`));
  await terminal.write(toSecretText(given));
  terminal.note(`It is not shown again. The old one holds until ${toTime(given.oldUntil)}.`);
}

async function disable(
  { installation, terminal }: CommandLine,
  id: EndpointId,
  isJson: boolean,
): Promise<void> {
  const { disableEndpoint } = await import("../actions/disable-endpoint.ts");
  const context = await installation.open();
  const done = await disableEndpoint({ context, input: { actor: installation.actor, id } });
  if (isJson) return void (await terminal.write(`${JSON.stringify(done)}\n`));
  await terminal.write(
    done.disabled
      ? `Disabled. ${toAmount(done.toMail, "notification")} that waited will be mailed.\n`
      : "It was disabled before.\n",
  );
}

async function resend(
  { installation, terminal }: CommandLine,
  id: EndpointId,
  { from, until, json }: ResendOptions,
): Promise<void> {
  const { resendNotifications } = await import("../actions/resend-notifications.ts");
  const context = await installation.open();
  const input = { actor: installation.actor, id, window: { from, until } };
  const { queued } = await resendNotifications({ context, input });
  if (json === true) return void (await terminal.write(`${JSON.stringify({ queued })}\n`));
  await terminal.write(`${toAmount(queued, "notification")} will be sent again.\n`);
}

async function list(
  { installation, terminal }: CommandLine,
  { organisation, json }: ListOptions,
): Promise<void> {
  const { listEndpoints } = await import("../actions/list-endpoints.ts");
  const context = await installation.open();
  const id = (organisation ?? null) as OrganisationId | null;
  const endpoints = await listEndpoints({
    context,
    input: { actor: installation.actor, organisation: id },
  });
  if (json === true) {
    return void (await terminal.write(endpoints.map((one) => `${JSON.stringify(one)}\n`).join("")));
  }
  if (endpoints.length === 0) return void (await terminal.write("No endpoint is registered.\n"));
  const columns = [
    "endpoint",
    "organisation",
    "kind",
    "where",
    "state",
    "taken",
    "waiting",
    "trouble",
  ];
  await terminal.write(
    toTable(
      columns.map((title) => ({ title })),
      endpoints.map((one) => [
        one.endpoint,
        one.organisation,
        one.kind,
        one.url ?? one.format ?? "",
        one.disabledBecause === null ? one.state : `${one.state} (${one.disabledBecause})`,
        one.lastTakenAt === null ? "" : toTime(one.lastTakenAt),
        String(one.waiting),
        one.failingSince === null
          ? ""
          : `since ${toTime(one.failingSince)}: ${one.lastFailure ?? ""}`,
      ]),
    ),
  );
}
