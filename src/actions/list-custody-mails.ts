import type { Actor } from "../domain/access/actor.ts";
import type { NotificationId } from "../domain/ids.ts";
import type { Sql } from "../platform/database.ts";
import { readAs } from "../store/read-as.ts";
import { type CustodyMail, listCustodyMails as list } from "../store/views/custody-mails.ts";
import { permit } from "./access/permit.ts";

/**
 * What mails asked intermediaries to hold: of an intermediary its own, of an owner what is held about it, of the house
 * all. Figures only, no finding.
 */
export async function listCustodyMails({
  context,
  input,
}: {
  readonly context: { readonly sql: Sql };
  readonly input: {
    readonly actor: Actor;
    /** Null: of all. */
    readonly notification: NotificationId | null;
    readonly limit: number;
  };
}): Promise<CustodyMail[]> {
  const { actor, ...filters } = input;
  permit(actor, "finding.read");
  return readAs(context.sql, actor, (sql) => list(sql, filters));
}
