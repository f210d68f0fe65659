import type { ReadBasis } from "../domain/decision/decision-basis.ts";
import type { FindingId } from "../domain/ids.ts";
import { type Sql, transaction } from "../platform/database.ts";
import { markUndeliverable } from "../store/delivery-outcomes.ts";
import { takeBackTold } from "../store/responses.ts";
import { decideAgain } from "./decide-again.ts";
import type { PipelineContext } from "./material/context.ts";
import { startDeciding } from "./material/deciding.ts";

export type AskNextContext = PipelineContext & { readonly readBasis: ReadBasis };

/** Takes findings back from whoever was told in their round, and decides again with that rung tried; answers which. */
export type AskNext = (
  sql: Sql,
  findings: Parameters<typeof takeBackTold>[1],
  at: Date,
) => Promise<FindingId[]>;

/** Runs `work` in one transaction in which the next rung can be asked about findings that were told. */
export async function runAskNext<T>(
  context: AskNextContext,
  work: (sql: Sql, askNext: AskNext) => Promise<T>,
): Promise<T> {
  const basis = await context.readBasis();
  const askNext: AskNext = async (sql, findings, at) => {
    const back = await takeBackTold(sql, findings, at);
    await decideAgain(sql, context.catalogue, startDeciding(basis, at), back);
    await markUndeliverable(sql, back);
    return back;
  };
  return transaction(context.sql, (sql) => work(sql, askNext), { attempts: 3 });
}
