import type { Actor } from "../domain/access/actor.ts";
import { isBraked, listBraked } from "../domain/decision/change-brake.ts";
import type { OrganisationId } from "../domain/ids.ts";
import {
  differEntries,
  type FieldChanges,
  listNewAddresses,
  needOf,
} from "../domain/organisation/entry-change.ts";
import type { OrganisationRecord } from "../domain/world/plain-entry.ts";
import type { World } from "../domain/world/world.ts";
import { type Sql, toSqlState, transaction } from "../platform/database.ts";
import { AppError } from "../platform/errors.ts";
import { newUuid } from "../platform/uuid.ts";
import { appendAudit } from "../store/audit.ts";
import { insertChange } from "../store/organisation-changes.ts";
import { lockRegister } from "../store/register.ts";
import { listConfirmations } from "../store/views/organisation-entry.ts";
import { readWorld } from "../store/worlds.ts";
import { permit } from "./access/permit.ts";
import { askForCodes } from "./organisations/ask-for-codes.ts";
import type { OrganisationContext } from "./organisations/organisation-context.ts";
import { putRecord, tellContacts, toRecord } from "./organisations/put-record.ts";
import { readFields } from "./organisations/read-fields.ts";
import { tryWorld, type WorldTrial } from "./trial/try-world.ts";

export type ChangeOrganisationInput = {
  readonly actor: Actor;
  readonly organisation: OrganisationId;
  /** Keys of the world file with their new values; what is not named stays. */
  readonly fragment: Readonly<Record<string, unknown>>;
  /** Show what it would do, and change nothing. */
  readonly dryRun: boolean;
  /** Of the house: go on where the brake holds. */
  readonly force: boolean;
  readonly reason: string | null;
};

/** What a change did, or would do. */
export type ChangedOrganisation = {
  /** `applied`: in force; else it waits for an operator, or for the codes that were mailed. */
  readonly outcome: "applied" | "operator" | "codes" | "unchanged" | "dry-run";
  readonly fields: FieldChanges;
  readonly trial: WorldTrial | null;
};

/**
 * Changes what an organisation says of itself. What is its own takes effect at once, new addresses of contacts once
 * their codes were typed; what says more than that waits for an operator, who changes anything at once.
 *
 * It is tried first, on the addresses of the home country and the findings of the last days. Every contact is told,
 * old and new (T6). Throws `input-refused`, `conflict` where a change waits already, and `brake`.
 */
export async function changeOrganisation({
  context,
  input,
}: {
  readonly context: OrganisationContext;
  readonly input: ChangeOrganisationInput;
}): Promise<ChangedOrganisation> {
  const { actor, organisation, fragment } = input;
  permit(actor, "register.ask", { organisation });
  const basis = await context.readBasis();
  const before = toRecord(basis.world, organisation);
  const after = readFields(context.parseWorld, basis.world, before, fragment);
  const fields = differEntries(before, after);
  if (Object.keys(fields).length === 0) return { outcome: "unchanged", fields, trial: null };
  const trial = await tryWorld(context, basis, withRecord(basis.world, after));
  if (input.dryRun) return { outcome: "dry-run", fields, trial };
  const { brakes } = context.instance;
  const braked = isBraked(trial, brakes);
  if (braked && actor.kind === "house" && !input.force) {
    const which = listBraked(trial, brakes).join(", ");
    throw new AppError("brake", `Too much would go elsewhere (${which}). Nothing was changed.`);
  }
  const outcome = await transaction(context.sql, async (sql) => {
    await lockRegister(sql);
    const present = toRecord(await readWorld(sql), organisation);
    if (Object.keys(differEntries(before, present)).length > 0) {
      throw new AppError("conflict", `${organisation} was changed meanwhile.`, {
        remedy: "Look at it again, then change it once more.",
      });
    }
    return change(sql, context, input, { before, after, fields, braked });
  });
  return { outcome, fields, trial };
}

type Change = {
  readonly before: OrganisationRecord;
  readonly after: OrganisationRecord;
  readonly fields: FieldChanges;
  readonly braked: boolean;
};

async function change(
  sql: Sql,
  context: OrganisationContext,
  { actor, organisation, reason }: ChangeOrganisationInput,
  { before, after, fields, braked }: Change,
): Promise<"applied" | "operator" | "codes"> {
  const act = "register.ask";
  const confirmed = (await listConfirmations(sql, organisation))
    .filter(({ confirmedAt }) => confirmedAt !== null)
    .map(({ address }) => address);
  const fresh = listNewAddresses(before, after).filter((address) => !confirmed.includes(address));
  const need = actor.kind === "house" ? null : braked ? "operator" : needOf(fields, fresh);
  if (need === null) {
    await putRecord(sql, context, { actor, act, before, after, reason });
    return "applied";
  }
  const at = context.clock();
  const id = newUuid(at.getTime());
  const pending = { id, organisation, askedAt: at, askedBy: actor.name, fields };
  await insertChange(sql, pending).catch((error: unknown) => {
    if (toSqlState(error) !== "23505") throw error;
    throw new AppError("conflict", "A change of this organisation waits already.", {
      remedy: "Withdraw it first, or wait until it is decided.",
    });
  });
  if (need === "codes") {
    const contacts = after.contacts.filter(({ email }) => fresh.includes(email));
    await askForCodes(sql, context, after, contacts);
  }
  await tellContacts(sql, context, "organisation-change-asked", [before], fields);
  const detail = { waits: need, fields: Object.keys(fields) };
  await appendAudit(sql, { at, actor, act, about: organisation, subject: id, detail });
  return need;
}

function withRecord(world: World, record: OrganisationRecord): World {
  return {
    ...world,
    organisations: world.organisations.map((known) =>
      known.id === record.id ? { ...known, ...record } : known,
    ),
  };
}
