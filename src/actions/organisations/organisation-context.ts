import type { ClaimContext } from "../claims/claim-context.ts";
import type { TryWorldContext } from "../trial/try-world.ts";

/** What changes of entries work with: they are tried before they take effect. */
export type OrganisationContext = ClaimContext & TryWorldContext;
