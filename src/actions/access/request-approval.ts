import {
  type ApprovalRule,
  type ApprovalState,
  type Person,
  stateOfApproval,
} from "../../domain/access/approval.ts";
import { shiftInstant } from "../../domain/duration.ts";
import { toSafeText } from "../../domain/notification/safe-text.ts";
import type { Clock } from "../../platform/clock.ts";
import { type Sql, transaction } from "../../platform/database.ts";
import { AppError } from "../../platform/errors.ts";
import { newUuid } from "../../platform/uuid.ts";
import {
  type ApprovalKey,
  type ApprovalSummary,
  insertApproval,
  type KeptApproval,
  lapseApproval,
  lockOpenApproval,
} from "../../store/approvals.ts";
import { appendAudit } from "../../store/audit.ts";
import type { ApprovalAsk } from "./approval-ask.ts";
import { personOf } from "./token-holder.ts";

type Context = { readonly sql: Sql; readonly clock: Clock };

/** Keeps a request, or joins the open one for the same; answers the `approval-needed` to throw. */
export async function requestApproval(
  context: Context,
  ask: ApprovalAsk,
  key: ApprovalKey,
  rule: ApprovalRule,
): Promise<AppError> {
  // Only somebody who uses or refuses an open request in this very moment makes a second try necessary.
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    const request = await transaction(context.sql, (sql) => keep(sql, context, ask, key, rule));
    if (request !== null) return toNeeded(request, ask, context.clock());
  }
  return new AppError("conflict", "Somebody else is doing the same at this moment.");
}

async function keep(
  sql: Sql,
  { clock }: Context,
  ask: ApprovalAsk,
  key: ApprovalKey,
  rule: ApprovalRule,
): Promise<KeptApproval | null> {
  const now = clock();
  const { people, bodies } = rule;
  await lapseApproval(sql, key, now, rule);
  const id = newUuid(now.getTime());
  const expiresAt = new Date(shiftInstant(now.getTime(), rule.within, 1));
  const summary = toSafeSummary(ask.summary);
  const asker = personOf(ask.actor);
  const request = { ...key, id, summary, askedAt: now, asker, people, bodies, expiresAt };
  const isNew = await insertApproval(sql, request);
  const found = await lockOpenApproval(sql, key);
  if (isNew) {
    const detail = { wanted: ask.act, people, bodies, expiresAt, summary };
    const entry = { at: now, actor: ask.actor, act: "approval.ask", about: null } as const;
    await appendAudit(sql, { ...entry, subject: id, detail });
  }
  return found;
}

/** Names of files and people are written by anybody. */
function toSafeSummary(summary: ApprovalSummary): ApprovalSummary {
  return Object.fromEntries(
    Object.entries(summary).map(([name, value]) => [
      name,
      typeof value === "string" ? toSafeText(value) : value,
    ]),
  );
}

function toNeeded(request: KeptApproval, ask: ApprovalAsk, now: Date): AppError {
  const { id, act, people, bodies, expiresAt, asker } = request;
  const state = stateOfApproval(request, now);
  const until = expiresAt.toISOString();
  return new AppError(
    "approval-needed",
    `This (${act}) needs ${toPeople(people, bodies)}; request ${id} ${toStanding(state)}. Nothing was done.`,
    {
      remedy: toRemedy(request, personOf(ask.actor), ask.next ?? "do the same again"),
      details: { request: id, act, people, bodies, state, askedBy: asker.name, expiresAt: until },
    },
  );
}

function toPeople(people: number, bodies: number): string {
  return `${people} people${bodies > 1 ? ` of ${bodies} different bodies` : ""}`;
}

function toStanding(state: ApprovalState): string {
  if (state.kind !== "waiting") return `is ${state.kind} by now`;
  const { people, bodies, presentBodies } = state;
  const others = presentBodies.length === 0 ? "a named body" : `not of ${presentBodies.join(", ")}`;
  return `waits for ${people} more${bodies > 0 ? `, ${bodies} of them ${others}` : ""}`;
}

function toRemedy({ id, asker, expiresAt }: KeptApproval, person: Person, next: string): string {
  const look = `\`meldpunt approvals show ${id}\` (or the portal, Approvals)`;
  const until = `before ${expiresAt.toISOString()}`;
  if (person.name === asker.name) {
    return `Somebody else who may do this looks at ${look} and approves it; then ${next}, ${until}.`;
  }
  return `${asker.name} asked for it: look at ${look} and approve it if it is right; then ${next}, ${until}.`;
}
