import type { Actor } from "../domain/access/actor.ts";
import type { OrganisationId } from "../domain/ids.ts";
import type { Sql } from "../platform/database.ts";
import { readAs } from "../store/read-as.ts";
import { listNotices as list, type NoticeListEntry } from "../store/views/notice-list.ts";
import { permit } from "./access/permit.ts";

/** Mail about the register and what became of it, the latest first; for the house. */
export async function listNotices({
  context,
  input,
}: {
  readonly context: { readonly sql: Sql };
  readonly input: {
    readonly actor: Actor;
    readonly organisation: OrganisationId | null;
    readonly sent: boolean;
    readonly limit: number;
  };
}): Promise<NoticeListEntry[]> {
  permit(input.actor, "register.read", "everybody");
  return readAs(context.sql, input.actor, (sql) => list(sql, input));
}
