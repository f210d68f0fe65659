import type { Actor } from "../domain/access/actor.ts";
import type { Scope } from "../domain/access/acts.ts";
import { type HouseRole, type MemberRole, memberRoles } from "../domain/access/role.ts";
import { type FinderId, isSlug, type OrganisationId } from "../domain/ids.ts";
import { transaction } from "../platform/database.ts";
import { AppError } from "../platform/errors.ts";
import { newUuid } from "../platform/uuid.ts";
import { insertAccessToken } from "../store/access-tokens.ts";
import { appendAudit } from "../store/audit.ts";
import { type ApprovalAsk, type ApprovalContext, uncounted } from "./access/approval-ask.ts";
import { hashWord } from "./access/hash-word.ts";
import { permit } from "./access/permit.ts";
import { holderOf, personOf } from "./access/token-holder.ts";
import { type IssuedToken, newTokenSecret } from "./access/token-secret.ts";
import { withApproval } from "./access/with-approval.ts";

/** For whom, and as what. */
export type TokenHolder =
  | { readonly kind: "house"; readonly roles: readonly HouseRole[]; readonly body: string | null }
  | { readonly kind: "member"; readonly organisation: OrganisationId; readonly role: MemberRole }
  | { readonly kind: "finder"; readonly finder: FinderId };

export type IssueTokenInput = {
  readonly actor: Actor;
  readonly holder: TokenHolder;
  /** What it is for, in a few words. */
  readonly name: string;
  /** Null: everything that the roles may do. */
  readonly scopes: readonly Scope[] | null;
  readonly days: number;
};

export const longestDays = 400;
const dayMs = 24 * 60 * 60_000;

/**
 * Makes a token of 256 random bits and answers it once; only its hash is kept.
 *
 * An administrator gives tokens of its own organisation, up to its own role; only the house gives house roles, with
 * approval where the instance says so. Throws `not-permitted`, `wrong-usage` and `approval-needed`.
 */
export async function issueToken({
  context,
  input,
}: {
  readonly context: ApprovalContext;
  readonly input: IssueTokenInput;
}): Promise<IssuedToken> {
  const { actor, holder, scopes } = input;
  const about = holderOf({ kind: holder.kind, party: partyOf(holder) });
  permit(actor, "token.issue", about);
  check(input);
  const madeAt = context.clock();
  const token = newTokenSecret();
  const expiresAt = new Date(madeAt.getTime() + input.days * dayMs);
  const entry = {
    id: newUuid(madeAt.getTime()),
    name: input.name.trim(),
    kind: holder.kind,
    party: partyOf(holder),
    roles:
      holder.kind === "house"
        ? holder.roles
        : holder.kind === "member"
          ? [holder.role]
          : (["finder"] as const),
    body: holder.kind === "house" ? holder.body : null,
    scopes: narrow(actor, scopes),
    madeAt,
    madeBy: actor.name,
    expiresAt,
    replaces: null,
  };
  await withApproval(context, (approve) =>
    transaction(context.sql, async (sql) => {
      const approval =
        holder.kind === "house" ? await approve(sql, toAsk(input, holder, entry.scopes)) : null;
      await insertAccessToken(sql, entry, hashWord(token));
      await appendAudit(sql, {
        at: madeAt,
        actor,
        act: "token.issue",
        about: entry.party,
        subject: entry.id,
        detail: { name: entry.name, roles: entry.roles, scopes: entry.scopes, expiresAt, approval },
      });
    }),
  );
  return { id: entry.id, token, expiresAt };
}

/** The secret is shown to whoever asked and to nobody else, so it is part of what is asked. */
function toAsk(
  { actor, name, days }: IssueTokenInput,
  { roles, body }: TokenHolder & { readonly kind: "house" },
  scopes: readonly Scope[] | null,
): ApprovalAsk {
  const told = { name: name.trim(), days, body: body ?? "" };
  return {
    actor,
    act: "token.issue",
    what: { ...told, roles: [...roles].sort(), scopes, to: personOf(actor).name },
    summary: { ...told, roles: roles.join(", "), scopes: scopes?.join(", ") ?? "all" },
    extent: uncounted,
    next: null,
  };
}

function partyOf(holder: TokenHolder): string | null {
  if (holder.kind === "member") return holder.organisation;
  return holder.kind === "finder" ? holder.finder : null;
}

/** A token that gives tokens cannot give more than it has itself. */
function narrow(actor: Actor, wanted: readonly Scope[] | null): readonly Scope[] | null {
  if (actor.kind === "system" || actor.scopes === null) return wanted;
  const own = actor.scopes;
  if (wanted === null) return own;
  const beyond = wanted.filter((scope) => !own.includes(scope));
  if (beyond.length === 0) return wanted;
  throw new AppError("not-permitted", `${actor.name} does not have ${beyond.join(", ")} itself.`);
}

function check({ actor, holder, name, days }: IssueTokenInput): void {
  const refuse = (message: string): AppError => new AppError("wrong-usage", message);
  if (name.trim() === "" || name.trim().length > 100)
    throw refuse("A token needs a name of 1 to 100 signs.");
  if (!Number.isInteger(days) || days < 1 || days > longestDays) {
    throw refuse(`A token holds for 1 to ${longestDays} days.`);
  }
  const party = partyOf(holder);
  if (party !== null && !isSlug(party))
    throw refuse(
      `Not the id of an organisation or finder: ${JSON.stringify(party.slice(0, 100))}.`,
    );
  if (holder.kind === "house" && holder.roles.length === 0)
    throw refuse("A token of the house needs a role.");
  if (holder.kind === "house" && actor.kind === "house") {
    // Who vets and who audits is not made by who operates, unless they are all of it themselves.
    const beyond = holder.roles.filter((role) => !actor.roles.includes(role));
    if (beyond.length > 0)
      throw new AppError("not-permitted", `${actor.name} is not ${beyond.join(", ")} itself.`);
  }
  if (
    holder.kind === "member" &&
    actor.kind === "member" &&
    memberRoles.indexOf(holder.role) > memberRoles.indexOf(actor.role)
  ) {
    throw new AppError("not-permitted", `${actor.name} may not give the role ${holder.role}.`);
  }
}
