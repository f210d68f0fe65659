import type { Actor } from "../domain/access/actor.ts";
import type { Clock } from "../platform/clock.ts";
import type { Sql } from "../platform/database.ts";
import { type AccessTokenEntry, listAccessTokens } from "../store/access-tokens.ts";
import { permit } from "./access/permit.ts";

/** Tokens that can be used now, without their secrets: of the house all, of others their own; the latest first. */
export async function listTokens({
  context,
  input,
}: {
  readonly context: { readonly sql: Sql; readonly clock: Clock };
  readonly input: { readonly actor: Actor };
}): Promise<readonly AccessTokenEntry[]> {
  const { actor } = input;
  permit(actor, "token.list");
  const now = context.clock();
  if (actor.kind === "member") {
    return listAccessTokens(context.sql, { kind: "member", party: actor.organisation }, now);
  }
  if (actor.kind === "finder") {
    return listAccessTokens(context.sql, { kind: "finder", party: actor.finder }, now);
  }
  return listAccessTokens(context.sql, "all", now);
}
