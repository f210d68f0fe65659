import type { Actor } from "../domain/access/actor.ts";
import type { ReadBasis } from "../domain/decision/decision-basis.ts";
import type { OrganisationId } from "../domain/ids.ts";
import { type OrganisationRecord, toPlainEntry } from "../domain/world/plain-entry.ts";
import type { Plain } from "../domain/world/world-text.ts";
import type { Sql } from "../platform/database.ts";
import { readAs } from "../store/read-as.ts";
import {
  type ChangeView,
  type ConfirmationView,
  listChanges,
  listConfirmations,
} from "../store/views/organisation-entry.ts";
import { permit } from "./access/permit.ts";
import { toRecord } from "./organisations/put-record.ts";

/** An organisation as it stands, and what of it waits. */
export type ShownOrganisation = {
  readonly record: OrganisationRecord;
  /** The same in the form of world texts. */
  readonly entry: Plain;
  readonly confirmations: readonly ConfirmationView[];
  /** The latest first. */
  readonly changes: readonly ChangeView[];
};

/** What an organisation says of itself, which addresses are confirmed, what it asked to change. Throws `not-found`. */
export async function showOrganisation({
  context,
  input,
}: {
  readonly context: { readonly sql: Sql; readonly readBasis: ReadBasis };
  readonly input: { readonly actor: Actor; readonly organisation: OrganisationId };
}): Promise<ShownOrganisation> {
  const { actor, organisation } = input;
  permit(actor, "register.read", { organisation });
  const record = toRecord((await context.readBasis()).world, organisation);
  const entry = toPlainEntry({ section: "organisation", value: record });
  return readAs(context.sql, actor, async (sql) => ({
    record,
    entry,
    confirmations: await listConfirmations(sql, organisation),
    changes: await listChanges(sql, organisation),
  }));
}
