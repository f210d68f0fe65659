import type { Actor } from "../domain/access/actor.ts";
import type { OrganisationId } from "../domain/ids.ts";
import { transaction } from "../platform/database.ts";
import { AppError } from "../platform/errors.ts";
import { lockRegister } from "../store/register.ts";
import { readWorld } from "../store/worlds.ts";
import { permit } from "./access/permit.ts";
import type { ClaimContext } from "./claims/claim-context.ts";
import { putRecord, toRecord } from "./organisations/put-record.ts";

/**
 * Takes an organisation's good standing away, or gives it back: while it is suspended none of its claims, relations or
 * criteria is effective. Its contacts are told. Throws `conflict` where it stands so already.
 */
export async function suspendOrganisation({
  context,
  input,
}: {
  readonly context: ClaimContext;
  readonly input: {
    readonly actor: Actor;
    readonly organisation: OrganisationId;
    readonly suspended: boolean;
    readonly reason: string;
  };
}): Promise<void> {
  const { actor, organisation, suspended, reason } = input;
  const act = "register.decide";
  permit(actor, act, { organisation });
  await transaction(context.sql, async (sql) => {
    await lockRegister(sql);
    const before = toRecord(await readWorld(sql), organisation);
    if (before.suspended === suspended) {
      throw new AppError("conflict", `${organisation} is${suspended ? "" : " not"} suspended.`);
    }
    await putRecord(sql, context, { actor, act, before, after: { ...before, suspended }, reason });
  });
}
