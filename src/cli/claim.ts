import { Option } from "commander";
import type { AskClaimInput } from "../actions/claims/place-claim.ts";
import {
  type ClaimMethod,
  type OwnershipSignal,
  ownershipSignals,
} from "../domain/claim/claim-footing.ts";
import type { OrganisationId } from "../domain/ids.ts";
import { formatAsset } from "../domain/world/claim-id.ts";
import type { ClaimUse } from "../domain/world/world.ts";
import { type AddCommand, addExamples, type CommandLine, jsonOption } from "./command.ts";
import { readClaimId, readSlug } from "./read-option.ts";
import { toTable, toTime } from "./table.ts";

type Json = { readonly json?: true };
type AskOptions = Json & {
  readonly organisation: string;
  readonly method: AskClaimInput["method"];
  readonly use: ClaimUse;
};

const example = "01931c2e-7d5a-7c34-9b6f-2f6a3d1c8e90";

export const addClaim: AddCommand = (program, line) => {
  const claim = program
    .command("claim")
    .description("what organisations say is theirs: ask, prove, decide, withdraw");
  const asked = claim
    .command("ask")
    .description("ask for a claim: answers the token to publish, or has a code mailed")
    .argument("<object>", "prefix, AS number or name")
    .requiredOption("--organisation <id>", "whose it is", readSlug)
    .addOption(
      new Option("--method <name>", "how it will be proved")
        .choices(["dns", "well-known", "registry-object", "registry-mail"])
        .default("dns"),
    )
    .addOption(
      new Option("--use <use>", "ours to fix, or a network that we run")
        .choices(["own", "operate"])
        .default("own"),
    )
    .addOption(jsonOption())
    .action((object: string, options: AskOptions) => ask(line, object, options));
  addExamples(asked, [
    "meldpunt claim ask uni-x.example --organisation uni-x",
    "meldpunt claim ask 192.0.2.0/24 --organisation uni-x --method registry-object",
  ]);
  const checked = claim
    .command("check")
    .description("look for the proof of a claim now")
    .argument("<id>", "as `claim ask` answered", readClaimId)
    .addOption(jsonOption())
    .action(async (id: string, { json }: Json) => {
      const { checkClaim } = await import("../actions/check-claim.ts");
      const context = await line.installation.open();
      const { actor } = line.installation;
      await show(line, await checkClaim({ context, input: { actor, id } }), json);
    });
  addExamples(checked, [`meldpunt claim check ${example}`]);
  const confirmed = claim
    .command("confirm")
    .description("type the code that was mailed to the registry's contact")
    .argument("<id>", "as `claim ask` answered", readClaimId)
    .argument("<code>", "as it stands in the mail")
    .addOption(jsonOption())
    .action(async (id: string, code: string, { json }: Json) => {
      const { confirmClaim } = await import("../actions/confirm-claim.ts");
      const context = await line.installation.open();
      const { actor } = line.installation;
      await show(line, await confirmClaim({ context, input: { actor, id, code } }), json);
    });
  addExamples(confirmed, [`meldpunt claim confirm ${example} abcdefghijklmnopqrstuvwxya`]);
  const listed = claim
    .command("list")
    .description("claims of the register and where each stands, the latest first")
    .option("--organisation <id>", "of this one only", readSlug)
    .option("--ended", "those that are over as well")
    .option("--rivals", "only those that wait for a person, since another holds the same")
    .addOption(jsonOption("print one JSON object a line"))
    .action((options: ListOptions) => list(line, options));
  addExamples(listed, ["meldpunt claim list --organisation uni-x", "meldpunt claim list --rivals"]);
  const withdrawn = claim
    .command("withdraw")
    .description("end a claim at once, by the word of its organisation")
    .argument("<id>", "as `claim list` shows it", readClaimId)
    .addOption(jsonOption())
    .action(async (id: string, { json }: Json) => {
      const { withdrawClaim } = await import("../actions/withdraw-claim.ts");
      const context = await line.installation.open();
      const { actor } = line.installation;
      await show(line, await withdrawClaim({ context, input: { actor, id } }), json);
    });
  addExamples(withdrawn, [`meldpunt claim withdraw ${example}`]);
  const decided = claim
    .command("decide")
    .description(
      "decide about a claim that waits; accepted, it takes the place of one that another holds",
    )
    .argument("<id>", "as `claim list` shows it", readClaimId)
    .addOption(new Option("--accept").conflicts("decline"))
    .addOption(new Option("--decline").conflicts("accept"))
    .requiredOption("--reason <text>", "why, for the record")
    .addOption(jsonOption())
    .action(async (id: string, options: DecideOptions) => {
      if ((options.accept === true) === (options.decline === true)) {
        decided.error("error: say either --accept or --decline");
      }
      await decide(line, id, options);
    });
  addExamples(decided, [
    `meldpunt claim decide ${example} --accept --reason 'deed of transfer seen'`,
  ]);
  const doubted = claim
    .command("doubt")
    .description("make a claim stale at once: somebody else may have the object now")
    .argument("<id>", "as `claim list` shows it", readClaimId)
    .addOption(new Option("--because <what>").choices(ownershipSignals).makeOptionMandatory())
    .addOption(jsonOption())
    .action(async (id: string, { because, json }: Json & { readonly because: OwnershipSignal }) => {
      const { doubtClaim } = await import("../actions/doubt-claim.ts");
      const context = await line.installation.open();
      const { actor } = line.installation;
      await show(line, await doubtClaim({ context, input: { actor, id, signal: because } }), json);
    });
  addExamples(doubted, [`meldpunt claim doubt ${example} --because registrant-changed`]);
};

async function ask(
  { installation, terminal }: CommandLine,
  object: string,
  { organisation, method, use, json }: AskOptions,
): Promise<void> {
  const { askClaim } = await import("../actions/ask-claim.ts");
  const context = await installation.open();
  const { actor } = installation;
  const asked = await askClaim({
    context,
    input: { actor, organisation: organisation as OrganisationId, object, use, method },
  });
  if (json) return void (await terminal.write(`${JSON.stringify(asked)}\n`));
  const what =
    asked.record === null
      ? "A code was mailed to the contact that the registry names."
      : `${toPlace(asked.object, asked.method)}\n  ${asked.record}`;
  await terminal.write(`claim   ${asked.id}\nobject  ${asked.object}\n${what}\n`);
  terminal.note(
    `Until ${toTime(asked.until)}. The token is not shown again. Once it was seen the claim takes effect after a day.`,
  );
}

function toPlace(object: string, method: ClaimMethod): string {
  switch (method) {
    case "well-known":
      return `Serve at https://${object}/.well-known/meldpunt.txt, as text/plain:`;
    case "registry-object":
      return `Put into remarks: of the registry object that holds ${object}:`;
    default:
      return object.includes("/")
        ? `Publish as TXT at _meldpunt. of the reverse zone of ${object}:`
        : `Publish as TXT at _meldpunt.${object}:`;
  }
}

type Shown = Awaited<ReturnType<typeof import("../actions/check-claim.ts").checkClaim>>;

async function show({ terminal }: CommandLine, claim: Shown, json?: true): Promise<void> {
  const { id, organisation, asset, use, footing, activeSinceMs, lastLook } = claim;
  if (json) {
    const answer = {
      id,
      organisation,
      object: formatAsset(asset),
      use,
      ...footing,
      activeSinceMs,
      lastLook,
    };
    return void (await terminal.write(`${JSON.stringify(answer)}\n`));
  }
  const lines = [
    `claim   ${id}`,
    `object  ${formatAsset(asset)} (${use}) of ${organisation}`,
    `state   ${footing.state}: ${footing.reason}`,
    ...(lastLook === null ? [] : [`looked  ${lastLook.outcome}: ${lastLook.detail}`]),
    ...(footing.nextCheckMs === null ? [] : [`next    ${toTime(new Date(footing.nextCheckMs))}`]),
  ];
  await terminal.write(`${lines.join("\n")}\n`);
}

type ListOptions = Json & {
  readonly organisation?: string;
  readonly ended?: true;
  readonly rivals?: true;
};

async function list({ installation, terminal }: CommandLine, options: ListOptions): Promise<void> {
  const { listClaims } = await import("../actions/list-claims.ts");
  const { sql } = await installation.open();
  const organisation = (options.organisation ?? null) as OrganisationId | null;
  const input = { actor: installation.actor, organisation, ended: options.ended === true };
  const all = await listClaims({ context: { sql }, input });
  const claims = options.rivals ? all.filter(({ rivalSince }) => rivalSince !== null) : all;
  if (options.json) {
    return void (await terminal.write(
      claims.map((entry) => `${JSON.stringify(entry)}\n`).join(""),
    ));
  }
  if (claims.length === 0)
    return void (await terminal.write("There is no such claim in the register.\n"));
  const titles = ["id", "organisation", "object", "use", "method", "state", "why", "next look"];
  await terminal.write(
    toTable(
      titles.map((title) => ({ title })),
      claims.map((claim) => [
        claim.id,
        claim.organisation,
        claim.object,
        claim.use,
        claim.method,
        claim.state,
        claim.rivalSince === null ? claim.reason : "another holds the same",
        claim.nextCheckAt === null ? "" : toTime(claim.nextCheckAt),
      ]),
    ),
  );
}

type DecideOptions = Json & {
  readonly accept?: true;
  readonly decline?: true;
  readonly reason: string;
};

async function decide(
  line: CommandLine,
  id: string,
  { accept, reason, json }: DecideOptions,
): Promise<void> {
  const { decideClaim } = await import("../actions/decide-claim.ts");
  const context = await line.installation.open();
  const { actor } = line.installation;
  const input = { actor, id, accept: accept === true, reason };
  await show(line, await decideClaim({ context, input }), json);
}
