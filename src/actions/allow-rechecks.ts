import type { Actor } from "../domain/access/actor.ts";
import type { Clock } from "../platform/clock.ts";
import { type Sql, transaction } from "../platform/database.ts";
import { newUuid } from "../platform/uuid.ts";
import { appendAudit } from "../store/audit.ts";
import { giveConsent, type RecheckParty, withdrawConsent } from "../store/due-rechecks.ts";
import { permit } from "./access/permit.ts";

/**
 * Records whether an owner about its own findings, or a finder about what it reported, allows that we look ourselves;
 * answers false where it was so already.
 */
export async function allowRechecks({
  context: { sql, clock },
  input: { actor, party, allowed },
}: {
  readonly context: { readonly sql: Sql; readonly clock: Clock };
  readonly input: {
    readonly actor: Actor;
    readonly party: RecheckParty;
    readonly allowed: boolean;
  };
}): Promise<boolean> {
  permit(actor, "recheck.allow", party);
  return transaction(sql, async (sql) => {
    const at = clock();
    const given = { id: newUuid(at.getTime()), at, by: actor.name };
    const changed = allowed
      ? await giveConsent(sql, party, given)
      : await withdrawConsent(sql, party);
    const about = "finder" in party ? party.finder : party.organisation;
    const act = "recheck.allow" as const;
    await appendAudit(sql, { at, actor, act, about, subject: null, detail: { allowed, changed } });
    return changed;
  });
}
