import type { FindingTypeId } from "../ids.ts";
import type { Kind } from "./kind.ts";
import type { Severity } from "./severity.ts";
import type { Tier } from "./tier.ts";

/** What a finding of a type is about, and so which identifier names its network object. */
export type About = "address" | "name" | "mail-domain";

/** `state` stays until somebody acts, `event` happened at an instant. */
export type Nature = "state" | "event";

/** The languages that people read the product in. */
export type Language = "nl" | "en";

/** An entry of the catalogue: what sort of weakness, how bad, what it is about. */
export type FindingType = {
  readonly id: FindingTypeId;
  readonly kind: Kind;
  readonly nature: Nature;
  readonly about: About;
  /** Whether port and transport are part of a finding's identity; never for compromise. */
  readonly port: boolean;
  /**
   * Transport of what the type is about, where a row does not say its own: IANA protocol number, 0 where the port does not
   * count. Without it a list that leaves the column out would make a second finding of everything another finder saw.
   */
  readonly transport: number;
  /** Reference Security Incident Taxonomy (ENISA), machine tags such as `vulnerable` and `weak-crypto`. */
  readonly rsit: { readonly class: string; readonly type: string };
  readonly severity: Severity;
  /** Tier of the content that its observations carry. */
  readonly tier: Tier;
  /** Upper case CVE ids, most relevant first, may be empty. */
  readonly cves: readonly string[];
  /** Known to be exploited in the wild. */
  readonly exploited: boolean;
  readonly title: Readonly<Record<Language, string>>;
  /** Names by which feeds, cases and scanners know it, lower case. */
  readonly aliases: readonly string[];
  /** Name of the advice text, the same over every route. */
  readonly advice: string;
};

/** Whether the type goes by this name: its id or an alias. */
export function isCalled(type: FindingType, name: string): boolean {
  return name === type.id || type.aliases.includes(name);
}

/** All finding types, found by any of their names. */
export type Catalogue = {
  /** In order of id. */
  readonly types: readonly FindingType[];
  /**
   * The type of a label: id, alias, CVE id (made on the fly), of several `;`-separated tags the most severe,
   * then the lowest id; null when no part of the label names one.
   */
  findType(label: string): FindingType | null;
};
