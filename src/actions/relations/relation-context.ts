import type { ClaimContext } from "../claims/claim-context.ts";

/** What acts on relations work with: vouching asks for claims. */
export type RelationContext = ClaimContext;
