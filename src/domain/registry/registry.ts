import type { AsNumber } from "../network/as-number.ts";
import type { EmailAddress } from "../network/email-address.ts";

export const registryLayers = ["announced", "delegated", "contacts"] as const;

export type RegistryLayer = (typeof registryLayers)[number];

/**
 * Ranges of both families, column by column: sorted by first address, then by last address descending, so that an
 * enclosing range comes before what it encloses. IPv4 has one word an address, IPv6 four, most significant first.
 */
export type RangeTable = {
  readonly v4: {
    readonly first: Uint32Array;
    readonly last: Uint32Array;
    readonly value: Int32Array;
  };
  readonly v6: {
    readonly first: Uint32Array;
    readonly last: Uint32Array;
    readonly value: Int32Array;
  };
};

/** An AS of the registry. */
export type AutonomousSystem = {
  readonly asn: AsNumber;
  readonly name: string | null;
  readonly contact: EmailAddress | null;
};

/** Who holds which address space: one dated state of the three layers. */
export type Registry = {
  /** Values index `systems`. Nested ranges: the most specific counts. */
  readonly announced: RangeTable;
  readonly systems: readonly AutonomousSystem[];
  /** Values index `countries` (ISO 3166-1 alpha-2). */
  readonly delegated: RangeTable;
  readonly countries: readonly string[];
  /** Values index `contacts`; only ranges with an abuse contact, their own or inherited. Nested ranges: the smallest counts. */
  readonly contactRanges: RangeTable;
  /** Alphabetical. */
  readonly contacts: readonly EmailAddress[];
};
