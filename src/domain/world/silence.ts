import type { Kind } from "../finding/kind.ts";
import type { FindingTypeId } from "../ids.ts";
import type { EmailAddress } from "../network/email-address.ts";
import type { Asset, Validity } from "./world.ts";

/** About what an address wants no mail: all that is said here together; null: whatever it is. */
export type SilenceScope = {
  readonly kind: Kind | null;
  readonly type: FindingTypeId | null;
  /** The object of the finding, or what encloses it. */
  readonly asset: Asset | null;
  /** What goes at once goes all the same. */
  readonly digestsOnly: boolean;
};

/** An entry of the suppression list, whose address is known by its hash only. */
export type Silence = Validity & SilenceScope;

/** The suppression list as decisions read it. */
export type Silences = {
  readonly all: readonly Silence[];
  /** What an address asked for. */
  readonly of: (email: EmailAddress) => readonly Silence[];
  /** Everything that was ever on it, as if it held for ever; null where that is no question. */
  readonly ever: Silences | null;
};

export const noSilences: Silences = { all: [], of: () => [], ever: null };

/** Of everything. */
export const wholeScope: SilenceScope = { kind: null, type: null, asset: null, digestsOnly: false };
