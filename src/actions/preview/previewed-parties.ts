import { compareText } from "../../domain/compare-text.ts";
import type { Decision } from "../../domain/decision/decision.ts";
import type { HoldReason, Rung } from "../../domain/decision/rung.ts";

/** Somebody who would be told, and of how many findings. */
export type PreviewedRecipient = {
  readonly role: "primary" | "informed";
  /** Null for informed parties. */
  readonly rung: Rung | null;
  readonly organisation: string | null;
  readonly address: string;
  readonly findings: number;
};

/** Findings that nobody would be told of, by reason. */
export type PreviewedHold = { readonly reason: HoldReason; readonly findings: number };

/** Whose the findings would be; null: nobody's that we know. */
export type PreviewedOwner = { readonly owner: string | null; readonly findings: number };

/** Who would be told by these decisions, most findings first. */
export function listRecipients(decisions: ReadonlyMap<Decision, number>): PreviewedRecipient[] {
  const recipients = new Map<string, PreviewedRecipient>();
  const add = (recipient: Omit<PreviewedRecipient, "findings">, findings: number): void => {
    const key = JSON.stringify(recipient);
    const before = recipients.get(key)?.findings ?? 0;
    recipients.set(key, { ...recipient, findings: before + findings });
  };
  for (const [{ primary, informed }, findings] of decisions) {
    if (primary !== null) {
      const { rung, organisation, address } = primary;
      add({ role: "primary", rung, organisation, address }, findings);
    }
    for (const { organisation, address } of informed) {
      add({ role: "informed", rung: null, organisation, address }, findings);
    }
  }
  return [...recipients.values()].sort(
    (a, b) =>
      compareText(b.role, a.role) ||
      b.findings - a.findings ||
      compareText(a.address, b.address) ||
      compareText(a.rung ?? "", b.rung ?? ""),
  );
}

/** What nobody would be told of, most first. */
export function listHeld(decisions: ReadonlyMap<Decision, number>): PreviewedHold[] {
  const counts = new Map<HoldReason, number>();
  for (const [{ held }, findings] of decisions) {
    if (held !== null) counts.set(held.reason, (counts.get(held.reason) ?? 0) + findings);
  }
  return [...counts]
    .map(([reason, findings]) => ({ reason, findings }))
    .sort((a, b) => b.findings - a.findings || compareText(a.reason, b.reason));
}

/** Whose the findings would be, most first. */
export function listOwners(decisions: ReadonlyMap<Decision, number>): PreviewedOwner[] {
  const counts = new Map<string | null, number>();
  for (const [{ owner }, findings] of decisions) {
    counts.set(owner, (counts.get(owner) ?? 0) + findings);
  }
  return [...counts]
    .map(([owner, findings]) => ({ owner, findings }))
    .sort((a, b) => b.findings - a.findings || compareText(a.owner ?? "", b.owner ?? ""));
}
