import type { AsNumber } from "../network/as-number.ts";
import type { EmailAddress } from "../network/email-address.ts";
import type { AddressRange } from "../network/prefix.ts";
import type { RegistryLayer } from "./registry.ts";

/**
 * What public data says about address space, one statement at a time.
 *
 * Handles are upper case and known within their `source` only: two registries may use the same.
 */
export type RegistryEntry =
  | {
      readonly kind: "range";
      readonly range: AddressRange;
      readonly asn: AsNumber | null;
      /** Name of the AS. */
      readonly name: string | null;
      /** ISO 3166-1 alpha-2, upper case. */
      readonly country: string | null;
      /** How many peers saw it announced so; 0 where nobody counted. */
      readonly peers: number;
    }
  | {
      readonly kind: "network";
      readonly source: string;
      readonly range: AddressRange;
      readonly country: string | null;
      /** Handle of the organisation that holds it. */
      readonly holder: string | null;
      /** Handle of the role that answers for abuse, where the range names its own. */
      readonly desk: string | null;
    }
  | {
      readonly kind: "system";
      readonly source: string;
      readonly asn: AsNumber;
      readonly name: string | null;
      readonly holder: string | null;
      readonly desk: string | null;
    }
  | {
      readonly kind: "organisation";
      readonly source: string;
      readonly handle: string;
      readonly desk: string | null;
    }
  | {
      readonly kind: "role";
      readonly source: string;
      readonly handle: string;
      readonly mailbox: EmailAddress;
    };

/** Something in a file that does not parse; put aside, the rest goes on. */
export type RegistryFault = {
  /** From 1. */
  readonly line: number;
  readonly reason: string;
  /** What stood there, cut to 100 characters. */
  readonly value: string;
};

/** What a reader found in the next stretch of a file. */
export type RegistryBatch = {
  readonly entries: readonly RegistryEntry[];
  readonly faults: readonly RegistryFault[];
  /** How many statements were left out on purpose, by reason. */
  readonly skipped: ReadonlyMap<string, number>;
};

export type RegistryReadOptions = {
  readonly layer: RegistryLayer;
  /** Where ranges without a country belong (`--country`). */
  readonly country: string | null;
  /** For messages. */
  readonly fileName: string;
};

/** A format that public registry data comes in. */
export type RegistrySource = {
  readonly format: string;
  /** The layers that it can say something about. */
  readonly layers: readonly RegistryLayer[];
  /** Whether a file that begins so (64 KiB, or all of it) has this format; at most one format recognises a file. */
  recognises(head: Uint8Array): boolean;
  /** Reads the text in batches, in its order, in constant memory; throws when the file as a whole cannot be used. */
  read(
    chunks: AsyncIterable<Uint8Array>,
    options: RegistryReadOptions,
  ): AsyncIterable<RegistryBatch>;
};
