import type { FoundContacts } from "../contacts/found-contacts.ts";
import type { Kind } from "../finding/kind.ts";
import type { Tier } from "../finding/tier.ts";
import type { FinderId, OrganisationId } from "../ids.ts";
import type { DomainName } from "../network/domain-name.ts";
import type { EmailAddress } from "../network/email-address.ts";
import type { RangeIndex4, RangeIndex6 } from "../network/range-index.ts";
import type { Silence, Silences } from "./silence.ts";
import type {
  Accepts,
  Asset,
  ClaimUse,
  Filter,
  FinderPolicy,
  Mandate,
  Validity,
  World,
} from "./world.ts";

/** An address with what can silence it. */
export type CompiledAddress = {
  readonly email: EmailAddress;
  /** Mail to it cannot be delivered. */
  readonly dead: boolean;
  readonly suppressions: readonly Silence[];
};

export type CompiledRelation = Validity & {
  readonly intermediary: CompiledOrganisation;
  readonly informed: boolean;
};

export type CompiledDesignation = Validity & {
  readonly intermediary: CompiledOrganisation;
  readonly kinds: readonly Kind[] | null;
  readonly reference: string | null;
};

export type CompiledCeiling = Validity & {
  /** `tlpRank` of the strictest label while it holds. */
  readonly rank: number;
};

/** An organisation with everything that the decision asks of it, resolved. */
export type CompiledOrganisation = {
  readonly id: OrganisationId;
  readonly suspended: boolean;
  readonly sector: string | null;
  /** Where it wants findings, in its own order. */
  readonly addresses: readonly CompiledAddress[];
  /** To intermediaries in good standing, in order of their id. */
  readonly relations: readonly CompiledRelation[];
  /** Of its sector, in order of the intermediary's id. */
  readonly designations: readonly CompiledDesignation[];
  /** The intermediary of its sector by criterion, the one with the lowest id. */
  readonly sectorIntermediary: CompiledOrganisation | null;
  readonly path: "direct" | OrganisationId | null;
  readonly filters: readonly Filter[];
  readonly accepts: Accepts;
  /** `severityRank` of the least severity it takes. */
  readonly minSeverityRank: number;
  readonly maxTier: Tier | null;
  /** `tlpRank` of the strictest label it may get, whenever. */
  readonly tlpCeiling: number;
  readonly ceilings: readonly CompiledCeiling[];
  readonly country: string | null;
  readonly government: boolean;
  /** All that it ever had, those of the highest tier first, then by instrument. */
  readonly mandates: readonly Mandate[];
};

export type CompiledClaim = Validity & {
  readonly organisation: CompiledOrganisation;
  readonly use: ClaimUse;
  /** `trustRank` of its basis. */
  readonly trustRank: number;
  readonly agreed: boolean;
  readonly informed: boolean;
  /** Of a name: it stands on the node of exactly this name alone. */
  readonly exact: boolean;
  readonly id: string;
};

/** A policy and whose it is. */
export type CompiledPolicy = FinderPolicy & { readonly finder: FinderId };

export type CompiledStop = Validity & {
  readonly organisation: OrganisationId;
  readonly reason: string;
};

export type CompiledSecurityTxt = { readonly address: CompiledAddress; readonly expiresAt: number };

/** A prefix, name or AS number that the world says something about. */
export type AssetNode = {
  readonly kind: Asset["kind"];
  /** Canonical text: `192.0.2.0/24`, `uni-x.example`, `AS64500`. */
  readonly text: string;
  /** The next larger prefix or the next higher name that the world says something about; null for the outermost, and for AS numbers. */
  readonly parent: AssetNode | null;
  /** `own` claims on exactly this object, best first: trust, then earliest, then id. */
  readonly own: readonly CompiledClaim[];
  /** `operate` claims on it, in the same order. */
  readonly operate: readonly CompiledClaim[];
  /** The intermediary with a criterion on exactly this object, the one with the lowest id. */
  readonly intermediary: CompiledOrganisation | null;
  readonly stops: readonly CompiledStop[];
};

/** What the world and the registry say about all addresses of one class. */
export type AddressClass = {
  /** The smallest prefix around them. */
  readonly prefix: AssetNode | null;
  /** The AS that announces them, when the world says something about it. */
  readonly system: AssetNode | null;
  /** Contact of the AS that announces them; null also where the range's own contact always comes before it. */
  readonly systemContact: CompiledAddress | null;
  /** Contact of the smallest registered range that has one. */
  readonly rangeContact: CompiledAddress | null;
  /** Abuse contacts that we looked up, in order; empty where the registry has one, of the range or of the AS. */
  readonly foundContacts: readonly CompiledAddress[];
  /** Country by the delegated layer. */
  readonly country: string | null;
};

/** What the world says about all names of one class. */
export type NameClass = {
  /** The name itself or the nearest above it that the world says something about. */
  readonly name: AssetNode | null;
  /** Security.txt contacts of exactly this name, in order of preference (RFC 9116, section 2.5.3). */
  readonly securityTxt: readonly CompiledSecurityTxt[];
};

/** World and registry, ready to be asked a million times a second; read-only but for what it works out once and keeps. */
export type CompiledWorld = {
  readonly world: World;
  readonly homeCountry: string;
  /** Contacts that we looked up; they fill what world and registry leave open. */
  readonly found: FoundContacts;
  /** The suppression list. */
  readonly silences: Silences;
  /** Any address, with what can silence it in this world. */
  readonly toAddress: (email: EmailAddress) => CompiledAddress;
  /** By id. */
  readonly organisations: ReadonlyMap<OrganisationId, CompiledOrganisation>;
  /** Values are address classes, -1 where nothing covers the address. */
  readonly addresses4: RangeIndex4;
  readonly addresses6: RangeIndex6;
  /** Class 0: covered by nothing. */
  readonly addressClasses: readonly AddressClass[];
  /** Class of names by the nearest name at or above them. */
  readonly namesBelow: ReadonlyMap<DomainName, number>;
  /** Class of names that differs from that of the names below them. */
  readonly namesExactly: ReadonlyMap<DomainName, number>;
  /** Class 0: covered by nothing. */
  readonly nameClasses: readonly NameClass[];
  /** By AS number, those that the world says something about. */
  readonly systems: ReadonlyMap<number, AssetNode>;
  /** The intermediary with a criterion on a country, the one with the lowest id. */
  readonly catchAlls: ReadonlyMap<string, CompiledOrganisation>;
  /** The national CSIRT of a country, the one with the lowest id. */
  readonly nationalCsirts: ReadonlyMap<string, CompiledOrganisation>;
  /** Policies of finders by their number. */
  readonly policies: ReadonlyMap<number, readonly CompiledPolicy[]>;
  /** All instants at which some answer may change, ascending, each once. */
  readonly breakpoints: Float64Array;
  /** Those of them that may matter to any object: of suppressions, and of what the law says of organisations. */
  readonly sharedBreakpoints: Float64Array;
  /** Worked out when first asked for, by class. */
  readonly addressBreakpoints: (Float64Array | undefined)[];
  readonly nameBreakpoints: (Float64Array | undefined)[];
};
