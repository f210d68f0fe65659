import type { ApprovalContext } from "../access/approval-ask.ts";
import type { TryWorldContext } from "../trial/try-world.ts";

/** What recording law and policy in the register works with: each change is tried, and may need several people. */
export type LawContext = TryWorldContext & ApprovalContext;
