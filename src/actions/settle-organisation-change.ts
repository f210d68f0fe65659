import type { Actor } from "../domain/access/actor.ts";
import type { OrganisationId } from "../domain/ids.ts";
import { applyFields } from "../domain/organisation/entry-change.ts";
import { transaction } from "../platform/database.ts";
import { AppError } from "../platform/errors.ts";
import { appendAudit } from "../store/audit.ts";
import { lockPendingChange, settleChange } from "../store/organisation-changes.ts";
import { lockRegister } from "../store/register.ts";
import { readWorld } from "../store/worlds.ts";
import { permit } from "./access/permit.ts";
import type { ClaimContext } from "./claims/claim-context.ts";
import { putRecord, toRecord } from "./organisations/put-record.ts";

/**
 * Decides about the change of an organisation that waits: an operator accepts or declines it, the organisation withdraws
 * it. Throws `not-found` when none waits.
 */
export async function settleOrganisationChange({
  context,
  input,
}: {
  readonly context: ClaimContext;
  readonly input: {
    readonly actor: Actor;
    readonly organisation: OrganisationId;
    readonly state: "accepted" | "declined" | "withdrawn";
    /** Needed to decline. */
    readonly reason: string | null;
  };
}): Promise<void> {
  const { actor, organisation, state, reason } = input;
  const act = state === "withdrawn" ? "register.ask" : "register.decide";
  permit(actor, act, { organisation });
  if (state === "declined" && (reason ?? "").trim() === "") {
    throw new AppError("wrong-usage", "Declining needs a reason.");
  }
  const at = context.clock();
  await transaction(context.sql, async (sql) => {
    await lockRegister(sql);
    const pending = await lockPendingChange(sql, organisation);
    if (pending === null) throw new AppError("not-found", "No change waits.");
    await settleChange(sql, pending.id, { state, at, by: actor.name, reason });
    if (state === "accepted") {
      const before = toRecord(await readWorld(sql), organisation);
      const after = applyFields(before, pending.fields);
      return putRecord(sql, context, { actor, act, before, after, reason });
    }
    const detail = { state, reason };
    await appendAudit(sql, { at, actor, act, about: organisation, subject: pending.id, detail });
  });
}
