import type { Actor } from "../domain/access/actor.ts";
import type { CustodyState } from "../domain/custody/custody.ts";
import type { OrganisationId } from "../domain/ids.ts";
import type { Clock } from "../platform/clock.ts";
import type { Sql } from "../platform/database.ts";
import { readAs } from "../store/read-as.ts";
import { type CustodyListEntry, listCustodyEntries } from "../store/views/custody-list.ts";
import { permit } from "./access/permit.ts";
import { recordAct } from "./access/record-act.ts";

/**
 * Who holds what: of an intermediary what it was asked, of an owner what is held about it, of the house all. Those
 * whose time ends first come first.
 */
export async function listCustodies({
  context,
  input,
}: {
  readonly context: { readonly sql: Sql; readonly clock: Clock };
  readonly input: {
    readonly actor: Actor;
    /** Only what this one was asked; null: of all that the actor may see. */
    readonly organisation: OrganisationId | null;
    readonly state: CustodyState | null;
    readonly limit: number;
  };
}): Promise<CustodyListEntry[]> {
  const { actor, ...filters } = input;
  permit(actor, "finding.read");
  const found = await readAs(context.sql, actor, (sql) => listCustodyEntries(sql, filters));
  const about = actor.kind === "member" ? actor.organisation : null;
  const detail = { what: "custody", findings: found.length };
  await recordAct(context, { actor, act: "finding.read", about, subject: null, detail });
  return found;
}
