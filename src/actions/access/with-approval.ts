import { createHash } from "node:crypto";
import { type ApprovalRule, needsApproval, stateOfApproval } from "../../domain/access/approval.ts";
import type { Sql } from "../../platform/database.ts";
import { AppError } from "../../platform/errors.ts";
import { toSortedJson } from "../../platform/sorted-json.ts";
import { type ApprovalKey, lockOpenApproval, markUsed } from "../../store/approvals.ts";
import type { ApprovalAsk, ApprovalContext } from "./approval-ask.ts";
import { wordHolder } from "./find-holder.ts";
import { requestApproval } from "./request-approval.ts";

/**
 * To be called in the transaction that does the act: uses up the approval of exactly this, and answers its id for the
 * audit log; null when the instance asks for none. Without one nothing goes on.
 */
export type Approve = (sql: Sql, ask: ApprovalAsk) => Promise<string | null>;

/**
 * Does what may need several people. Where `work` asks for an approval that is not there, all its transactions fail, a
 * request is kept (an open one for the same is joined), and `approval-needed` is thrown, which says what is missing.
 */
export async function withApproval<T>(
  context: ApprovalContext,
  work: (approve: Approve) => Promise<T>,
): Promise<T> {
  const missing: { ask: ApprovalAsk; rule: ApprovalRule }[] = [];
  try {
    return await work(async (sql, ask) => {
      const rule = findRule(context, ask);
      if (rule === null) return null;
      const id = await takeApproval(sql, toApprovalKey(ask), rule, context.clock());
      if (id !== null) return id;
      missing.push({ ask, rule });
      throw new Error("Bug: an act that waits for approval went on outside of withApproval.");
    });
  } catch (error) {
    const [first] = missing;
    if (first === undefined) throw error;
    throw await requestApproval(context, first.ask, toApprovalKey(first.ask), first.rule);
  }
}

/** The rule that this act meets; null when it needs nobody else. The program by itself is nobody, and follows rules of its own. */
function findRule({ instance }: ApprovalContext, ask: ApprovalAsk): ApprovalRule | null {
  const rule = instance.approvals[ask.act];
  if (rule === undefined || ask.actor.kind === "system") return null;
  if (!needsApproval(rule, ask.act, ask.extent)) return null;
  if (ask.actor.name !== wordHolder.name) return rule;
  throw toNobody(ask.act);
}

/** Everybody with a shell can read the word of the installation: it would be a second person for each of them. */
export function toNobody(act: string): AppError {
  return new AppError(
    "not-permitted",
    `Several people are needed for this (${act}), and the word of the installation is nobody in particular.`,
    { remedy: "Use a token of your own (`meldpunt token issue`)." },
  );
}

function toApprovalKey({ act, what }: ApprovalAsk): ApprovalKey {
  return {
    act,
    digest: createHash("sha256")
      .update(`${act}\n${toSortedJson(what)}`)
      .digest(),
  };
}

async function takeApproval(
  sql: Sql,
  key: ApprovalKey,
  rule: ApprovalRule,
  now: Date,
): Promise<string | null> {
  const found = await lockOpenApproval(sql, key);
  if (found === null || found.people < rule.people || found.bodies < rule.bodies) return null;
  if (stateOfApproval(found, now).kind !== "approved") return null;
  await markUsed(sql, found.id, now);
  return found.id;
}
