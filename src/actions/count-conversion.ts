import type { Actor } from "../domain/access/actor.ts";
import type { Sql } from "../platform/database.ts";
import { readAs } from "../store/read-as.ts";
import { type AnswerConversion, countAnswerConversion } from "../store/views/answer-conversion.ts";
import { permit } from "./access/permit.ts";

/** How many mails were answered, and how many made somebody register: figures, nobody's findings. */
export async function countConversion({
  context,
  input,
}: {
  readonly context: { readonly sql: Sql };
  readonly input: { readonly actor: Actor; readonly since: Date; readonly until: Date };
}): Promise<AnswerConversion> {
  const { actor, since, until } = input;
  permit(actor, "delivery.read", "everybody");
  return readAs(context.sql, actor, (sql) => countAnswerConversion(sql, { since, until }));
}
