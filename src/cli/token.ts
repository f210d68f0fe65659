import { Option } from "commander";
import type { TokenHolder } from "../actions/issue-token.ts";
import { type Scope, scopes } from "../domain/access/acts.ts";
import { type HouseRole, houseRoles, type MemberRole, memberRoles } from "../domain/access/role.ts";
import type { FinderId, OrganisationId } from "../domain/ids.ts";
import { type AddCommand, addExamples, type CommandLine, jsonOption } from "./command.ts";
import { readCount, readSlug, readTokenId } from "./read-option.ts";
import { toTable, toTime } from "./table.ts";

type IssueOptions = {
  readonly name: string;
  readonly organisation?: string;
  readonly finder?: string;
  readonly role?: readonly string[];
  readonly body?: string;
  readonly scope?: readonly Scope[];
  readonly days: number;
  readonly json?: true;
};

export const addToken: AddCommand = (program, line) => {
  const token = program
    .command("token")
    .description("words that let people and programs in: issue, list, rotate, revoke");
  const issue = token
    .command("issue")
    .description("make one and show it, this once; only its hash is kept")
    .requiredOption("--name <text>", "what it is for")
    .option("--organisation <id>", "of an organisation: sees and does what is its own", readSlug)
    .option("--finder <id>", "of a finder: hands over, and sees what became of it", readSlug)
    .addOption(
      new Option(
        "--role <name...>",
        `of an organisation one of ${memberRoles.join(", ")}; of the house some of ${houseRoles.join(", ")}`,
      ),
    )
    .option("--body <name>", "which founding body sends somebody of the house")
    .addOption(
      new Option(
        "--scope <name...>",
        "let it do only this; without: whatever the roles may do",
      ).choices(scopes),
    )
    .option("--days <count>", "how long it holds", readCount, 90)
    .addOption(jsonOption())
    .action(async (options: IssueOptions) => {
      const holder = toHolder(options);
      if (typeof holder === "string") return issue.error(`error: ${holder}`);
      await issueOne(line, holder, options);
    });
  addExamples(issue, [
    "meldpunt token issue --name 'ticket system' --organisation surfcert --role handler --scope findings:read",
    "meldpunt token issue --name 'upload' --finder divd --days 30",
    "meldpunt token issue --name 'Jan, vetting' --role vetter operator --body divd",
  ]);
  const listed = token
    .command("list")
    .description("those that hold, the latest first")
    .addOption(jsonOption("print one JSON object a line"))
    .action((options: { readonly json?: true }) => list(line, options.json === true));
  addExamples(listed, ["meldpunt token list"]);
  const rotate = token
    .command("rotate")
    .description("make one in the place of another, which holds for a day more")
    .argument("<id>", "as `token list` shows it", readTokenId)
    .addOption(jsonOption())
    .action(async (id: string, { json }: { readonly json?: true }) => {
      const { rotateToken } = await import("../actions/rotate-token.ts");
      const context = await line.installation.open();
      const { actor } = line.installation;
      await show(line, await rotateToken({ context, input: { actor, id } }), json === true);
    });
  addExamples(rotate, ["meldpunt token rotate 01931c2e-7d5a-7c34-9b6f-2f6a3d1c8e90"]);
  const ended = token
    .command("revoke")
    .description("end one at once, and every session that it opened")
    .argument("<id>", "as `token list` shows it", readTokenId)
    .action((id: string) => revoke(line, id));
  addExamples(ended, ["meldpunt token revoke 01931c2e-7d5a-7c34-9b6f-2f6a3d1c8e90"]);
};

/** What was asked for, or what is wrong with it. */
function toHolder({ organisation, finder, role = [], body }: IssueOptions): TokenHolder | string {
  if (organisation !== undefined && finder !== undefined) {
    return "a token is of an organisation or of a finder, not of both";
  }
  if (finder !== undefined) {
    if (role.length > 0) return "a finder's token has no --role";
    return { kind: "finder", finder: finder as FinderId };
  }
  if (organisation !== undefined) {
    const [only, ...more] = role;
    if (more.length > 0 || !isMemberRole(only))
      return `give one --role of ${memberRoles.join(", ")}`;
    return { kind: "member", organisation: organisation as OrganisationId, role: only };
  }
  const house = role.filter(isHouseRole);
  if (house.length === 0 || house.length < role.length) {
    return `give --organisation, --finder, or --role of ${houseRoles.join(", ")}`;
  }
  return { kind: "house", roles: house, body: body ?? null };
}

function isMemberRole(text: string | undefined): text is MemberRole {
  return memberRoles.some((role) => role === text);
}

function isHouseRole(text: string): text is HouseRole {
  return houseRoles.some((role) => role === text);
}

async function issueOne(
  line: CommandLine,
  holder: TokenHolder,
  { name, scope, days, json }: IssueOptions,
): Promise<void> {
  const { issueToken } = await import("../actions/issue-token.ts");
  const context = await line.installation.open();
  const { actor } = line.installation;
  const input = { actor, holder, name, scopes: scope ?? null, days };
  await show(line, await issueToken({ context, input }), json === true);
}

type Issued = { readonly id: string; readonly token: string; readonly expiresAt: Date };

async function show({ terminal }: CommandLine, issued: Issued, isJson: boolean): Promise<void> {
  if (isJson) return void (await terminal.write(`${JSON.stringify(issued)}\n`));
  await terminal.write(`${issued.token}\n`);
  terminal.note(
    `Token ${issued.id} holds until ${toTime(issued.expiresAt)}. It is not shown again: keep it where only its holder reads.`,
  );
}

async function list({ installation, terminal }: CommandLine, isJson: boolean): Promise<void> {
  const { listTokens } = await import("../actions/list-tokens.ts");
  const context = await installation.open();
  const tokens = await listTokens({ context, input: { actor: installation.actor } });
  if (isJson) {
    return void (await terminal.write(
      tokens.map((entry) => `${JSON.stringify(entry)}\n`).join(""),
    ));
  }
  if (tokens.length === 0) return void (await terminal.write("No token was issued that holds.\n"));
  await terminal.write(
    toTable(
      [
        { title: "id" },
        { title: "name" },
        { title: "of" },
        { title: "roles" },
        { title: "scopes" },
        { title: "until" },
        { title: "last used" },
      ],
      tokens.map((entry) => [
        entry.id,
        entry.name,
        entry.party ?? (entry.body === null ? "the house" : `the house (${entry.body})`),
        entry.roles.join(", "),
        entry.scopes?.join(", ") ?? "all",
        toTime(entry.expiresAt),
        entry.lastUsedAt === null ? "never" : toTime(entry.lastUsedAt),
      ]),
    ),
  );
}

async function revoke({ installation, terminal }: CommandLine, id: string): Promise<void> {
  const { revokeToken } = await import("../actions/revoke-token.ts");
  const context = await installation.open();
  const revoked = await revokeToken({ context, input: { actor: installation.actor, id } });
  await terminal.write(revoked ? "Revoked.\n" : "It was revoked before.\n");
}
