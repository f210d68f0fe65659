import type { Agreement } from "../../domain/registration/agreement.ts";
import type { ClaimContext } from "../claims/claim-context.ts";

/** What acts on registrations work with. */
export type RegistrationContext = ClaimContext & {
  /** What whoever takes part agrees to. */
  readonly agreement: Agreement;
};
