import type { Language } from "../finding/finding-type.ts";
import type { Kind } from "../finding/kind.ts";
import type { Lane } from "../finding/lane.ts";
import type { Severity } from "../finding/severity.ts";
import type { Tier } from "../finding/tier.ts";
import type { Tlp } from "../finding/tlp.ts";
import type { FinderId, FindingTypeId, OrganisationId } from "../ids.ts";
import type { TimeOfDay, Weekday } from "../instance.ts";
import type { AsNumber } from "../network/as-number.ts";
import type { DomainName } from "../network/domain-name.ts";
import type { EmailAddress } from "../network/email-address.ts";
import type { Prefix } from "../network/prefix.ts";
import type { Trust } from "./trust.ts";

/** When something holds, in milliseconds since 1970 UTC: `since` inclusive, `until` exclusive, ±Infinity where open. */
export type Validity = { readonly since: number; readonly until: number };

/** A network object that can be claimed. */
export type Asset =
  | { readonly kind: "prefix"; readonly prefix: Prefix }
  | { readonly kind: "domain"; readonly domain: DomainName }
  | { readonly kind: "asn"; readonly asn: AsNumber };

/** Whom an intermediary serves by criterion (RFC 2350, section 3.3.2). */
export type Criterion =
  | Asset
  | { readonly kind: "sector"; readonly sector: string }
  | { readonly kind: "country"; readonly country: string };

export const organisationRoles = [
  "owner",
  "intermediary",
  "network-operator",
  "finder",
  "national-csirt",
] as const;

export type OrganisationRole = (typeof organisationRoles)[number];

export const contactRoles = ["findings", "emergency", "technical", "privacy"] as const;

export type ContactRole = (typeof contactRoles)[number];

/** Where an organisation wants one kind of message. */
export type Contact = {
  readonly role: ContactRole;
  readonly email: EmailAddress;
  readonly language: Language | null;
  /** File of the OpenPGP key, relative to the world file; null when none. */
  readonly pgp: string | null;
  /** Whether somebody reads it or a program does; null where nobody said. */
  readonly reader: "person" | "program" | null;
  /** When somebody reads it; null: whenever, or nobody said. */
  readonly hours: ContactHours | null;
  /** In which form it wants its mail; null: plain text, or nobody said. */
  readonly format: MailFormat | null;
  /** When it wants its digests; null: as the instance has them. */
  readonly digests: DigestWish | null;
};

/** HTML goes beside the plain text, never instead of it. */
export const mailFormats = ["text", "html"] as const;

export type MailFormat = (typeof mailFormats)[number];

/** When a contact wants the digests of the lanes day and week, in the time zone of the instance. */
export type DigestWish = {
  /** Null: as the instance has it. */
  readonly dayAt: TimeOfDay | null;
  readonly weekOn: Weekday | null;
  /** Wants what could wait a week in the digest of each day. */
  readonly daily: boolean;
};

/** Hours of a day, in minutes since midnight in a time zone (IANA name); over midnight where `from` is later than `until`. */
export type ContactHours = {
  readonly from: number;
  readonly until: number;
  readonly timeZone: string;
};

/** What a contact says that says no more than where it is. */
export const plainContact = {
  language: null,
  pgp: null,
  reader: null,
  hours: null,
  format: null,
  digests: null,
} as const;

/** `own`: ours to fix; `operate`: we run the network, others live in it. */
export type ClaimUse = "own" | "operate";

/** "This network object is ours." */
export type Claim = Validity & {
  readonly organisation: OrganisationId;
  readonly asset: Asset;
  readonly use: ClaimUse;
  readonly basis: Trust;
  /** The intermediary that vouches, where the basis is vouched. */
  readonly by: OrganisationId | null;
  /** The holder of the enclosing proved claim agrees. */
  readonly agreed: boolean;
  /** Both consents for being informed of what others are asked to fix (`operate` claims). */
  readonly informed: boolean;
  /** Of a name: it counts for the name itself and for nothing below it (T8). */
  readonly exact: boolean;
  /** Stable within its world: organisation, use, object, since. */
  readonly id: string;
};

/** Intermediary to member, with both consents. */
export type Relation = Validity & {
  readonly intermediary: OrganisationId;
  readonly informed: boolean;
};

/** An owner's own word that it does not want a kind or a type. */
export type Filter = {
  readonly kind: Kind | null;
  readonly type: FindingTypeId | null;
};

/** What a recipient takes: only what it can act on. Null means everything. */
export type Accepts = {
  readonly kinds: readonly Kind[] | null;
  readonly minSeverity: Severity | null;
  /** Takes no finding of a higher tier, not even shortened to it. */
  readonly maxTier: Tier | null;
  readonly lanes: readonly Lane[] | null;
  readonly types: readonly FindingTypeId[] | null;
};

export const takesEverything: Accepts = {
  kinds: null,
  minSeverity: null,
  maxTier: null,
  lanes: null,
  types: null,
};

/** The highest label that an organisation may get during some time. */
export type Ceiling = Validity & { readonly label: Tlp };

export type Organisation = {
  readonly id: OrganisationId;
  readonly name: string;
  /** Register number of the chamber of commerce, eight digits. */
  readonly kvk: string | null;
  readonly sector: string | null;
  readonly roles: readonly OrganisationRole[];
  readonly constituency: readonly Criterion[];
  readonly contacts: readonly Contact[];
  readonly claims: readonly Claim[];
  readonly memberOf: readonly Relation[];
  /** The way it chose for what is its own or, for a network operator, what it operates; null lets the ladder decide. */
  readonly path: "direct" | OrganisationId | null;
  readonly filters: readonly Filter[];
  readonly accepts: Accepts;
  /** Milliseconds to acknowledge, by lane; null where the instance's default holds. */
  readonly custodyWithinMs: {
    readonly now: number | null;
    readonly day: number | null;
    readonly week: number | null;
  };
  readonly maxTier: Tier | null;
  /** The highest label it may get, whenever; null: no ceiling. */
  readonly tlp: Tlp | null;
  /** The same with dates; the strictest of all that hold counts. */
  readonly ceilings: readonly Ceiling[];
  /** ISO 3166-1 alpha-2; null: that of the installation. */
  readonly country: string | null;
  /** A public authority, or runs for one; finders may say that these get nothing of theirs. */
  readonly government: boolean;
  /** Not in good standing: none of its claims, relations or criteria is effective. */
  readonly suspended: boolean;
};

export type Finder = {
  readonly id: FinderId;
  readonly name: string | null;
  readonly trusted: boolean;
  readonly tlp: Tlp | null;
  /** What becomes of what it hands over; all that hold count, none: the label alone says. */
  readonly policies: readonly FinderPolicy[];
};

/** In what capacity somebody may get a finding, as policies of finders name it. */
export const recipientCategories = [
  "owner",
  "intermediary",
  "network-operator",
  "published-contact",
  "foreign-csirt",
] as const;

export type RecipientCategory = (typeof recipientCategories)[number];

/** What a finder says of who may get what it found. */
export type FinderPolicy = Validity & {
  /** Null: every category. */
  readonly recipients: readonly RecipientCategory[] | null;
  /** Whether public authorities may get it. */
  readonly government: boolean;
  /** Countries of recipients; null: all. */
  readonly countries: readonly string[] | null;
  readonly evidence: "shareable" | "withheld";
  /** Nothing goes out before so long after it was seen; null: at once. */
  readonly embargoMs: number | null;
  /** Nothing goes out before this instant, milliseconds since 1970 UTC; null: at once. */
  readonly embargoUntil: number | null;
};

/** The law designates an intermediary for a sector. */
export type Designation = Validity & {
  readonly sector: string;
  readonly intermediary: OrganisationId;
  /** Null: for every kind. */
  readonly kinds: readonly Kind[] | null;
  readonly reference: string | null;
};

/** About whom an organisation may receive something. */
export type MandateScope =
  /** What it claims itself, of either use. */
  | { readonly kind: "own" }
  /** What those claim that it has a relation with. */
  | { readonly kind: "members" }
  /** What owners of the sector claim. */
  | { readonly kind: "sector"; readonly sector: string }
  /** Addresses of the country. */
  | { readonly kind: "country"; readonly country: string }
  | { readonly kind: "anyone" };

/** What an organisation may receive about whom, by which law, designation or agreement (ADR 9). */
export type Mandate = Validity & {
  readonly organisation: OrganisationId;
  readonly about: MandateScope;
  /** Null: of every kind. */
  readonly kinds: readonly Kind[] | null;
  /** The highest tier of what it may be shown under it; null: no limit. */
  readonly maxTier: Tier | null;
  readonly instrument: string;
};

/** While it holds, nobody but owners and published contacts gets anything without a mandate. */
export type MandateDuty = Validity & { readonly reference: string | null };

/** Silences an address; the walk goes on. */
export type Suppression = Validity & { readonly email: EmailAddress; readonly reason: string };

/** The owner's word on one object; ends the walk. */
export type Stop = Validity & {
  readonly asset: Asset;
  readonly organisation: OrganisationId;
  readonly reason: string;
};

/** A security.txt contact of exactly this name (RFC 9116). */
export type SecurityTxt = {
  readonly domain: DomainName;
  readonly contact: EmailAddress;
  readonly expiresAt: number;
};

/** Everything the operators loaded: who there is, what is theirs, whom they serve. */
export type World = {
  readonly organisations: readonly Organisation[];
  readonly finders: readonly Finder[];
  readonly designations: readonly Designation[];
  readonly mandates: readonly Mandate[];
  readonly mandateRequired: readonly MandateDuty[];
  readonly suppressions: readonly Suppression[];
  readonly stops: readonly Stop[];
  readonly securityTxt: readonly SecurityTxt[];
};

/** What holds before the first load: nobody is registered, the registry alone decides. */
export const emptyWorld: World = {
  organisations: [],
  finders: [],
  designations: [],
  mandates: [],
  mandateRequired: [],
  suppressions: [],
  stops: [],
  securityTxt: [],
};
