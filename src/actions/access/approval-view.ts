import { type ApprovalState, stateOfApproval } from "../../domain/access/approval.ts";
import type { KeptApproval } from "../../store/approvals.ts";

/** A request for approval with where it stands now. */
export type Approval = KeptApproval & { readonly state: ApprovalState };

export function toApproval(request: KeptApproval, now: Date): Approval {
  return { ...request, state: stateOfApproval(request, now) };
}
