import type { Actor } from "../../domain/access/actor.ts";
import type { EmailAddress } from "../../domain/network/email-address.ts";
import type { Notice } from "../../domain/notice/notice.ts";
import type { Sql } from "../../platform/database.ts";
import { appendAudit } from "../../store/audit.ts";
import { queueNotices } from "../../store/notices.ts";
import type { WaitingResponse } from "../../store/responses.ts";
import type { ClaimContext } from "../claims/claim-context.ts";

export type Told = {
  readonly kind: "response-done" | "response-refused";
  readonly actor: Actor;
  /** What was done is about these. */
  readonly addresses: readonly EmailAddress[];
  /** Why it was not done; null: it was. */
  readonly reason: string | null;
};

/** Tells whoever asked, where it was told of findings, what became of it; appends to the audit log. */
export async function tellAsker(
  sql: Sql,
  { clock, instance }: Pick<ClaimContext, "clock" | "instance">,
  { id, kind: asked, organisation, number, told }: WaitingResponse,
  { kind, actor, addresses, reason }: Told,
): Promise<void> {
  const at = clock();
  const notices = told.map(({ address, language }): Notice => {
    const data: Record<string, string> = { answer: number ?? id, asked };
    if (reason === null) data.address = addresses.join(", ");
    else data.reason = reason;
    return { kind, once: `${kind} ${id} ${address}`, organisation, address, language, data };
  });
  await queueNotices(sql, notices, { at, domain: instance.sender.returnPathDomain });
  // No address: that stands in the notice and in the register.
  await appendAudit(sql, {
    ...{ at, actor, act: "finding.answer", about: organisation, subject: id },
    detail: { settled: kind === "response-done" ? "done" : "refused", asked },
  });
}
