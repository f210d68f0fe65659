import type { ReadBasis } from "../domain/decision/decision-basis.ts";
import { type Sql, transaction } from "../platform/database.ts";
import { type Custody, takeBack } from "../store/custodies.ts";
import { decideAgain } from "./decide-again.ts";
import type { PipelineContext } from "./material/context.ts";
import { startDeciding } from "./material/deciding.ts";

export type ReturnContext = PipelineContext & { readonly readBasis: ReadBasis };

/** Takes findings back and decides again with that rung tried; answers how many were taken back. */
export type Return = (
  sql: Sql,
  custodies: readonly Custody[],
  because: "declined" | "returned",
  at: Date,
) => Promise<number>;

/** Runs `work` in one transaction in which findings can be taken back from an intermediary. */
export async function runReturn<T>(
  context: ReturnContext,
  work: (sql: Sql, giveBack: Return) => Promise<T>,
): Promise<T> {
  const basis = await context.readBasis();
  const giveBack: Return = async (sql, custodies, because, at) => {
    const back = await takeBack(sql, custodies, because, at);
    await decideAgain(sql, context.catalogue, startDeciding(basis, at), back);
    return back.length;
  };
  return transaction(context.sql, (sql) => work(sql, giveBack), { attempts: 3 });
}
