import type { EmailAddress } from "../../domain/network/email-address.ts";
import type { ClaimContext } from "../claims/claim-context.ts";

/** What acts on finders work with. */
export type FinderContext = Pick<ClaimContext, "sql" | "clock" | "random"> & {
  readonly instance: ClaimContext["instance"] & {
    readonly contact: { readonly email: EmailAddress };
  };
};
