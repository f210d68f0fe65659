import type { FindingType } from "../finding/finding-type.ts";
import type { Kind } from "../finding/kind.ts";
import type { Tier } from "../finding/tier.ts";

/** Category and type of a XARF v4 report, with the fields that its schema asks for; all of it valid by itself. */
export type XarfClass = { readonly category: string; readonly type: string } & Readonly<
  Record<string, string | number | readonly string[]>
>;

/** What of a row decides how XARF would call it; each only where the recipient may see it. */
export type XarfFacts = {
  readonly type: FindingType;
  readonly tier: Tier;
  readonly observedAt: string;
  readonly port: number | null;
  /** Of the far end of a connection. */
  readonly sourcePort: number | null;
  /** By name, lower case; null where it is not known. */
  readonly protocol: string | null;
  readonly product: string | null;
  readonly version: string | null;
  readonly malware: string | null;
  readonly isAddress: boolean;
};

const notDisclosed = "not disclosed";
/** What the schemas of attacks take. */
const attackProtocols: readonly (string | null)[] = ["tcp", "udp", "icmp", "sctp"];

/**
 * What XARF v4 calls a finding. It has fewer words than the catalogue: what fits none of them well becomes the nearest that
 * asks for nothing we would have to invent (docs/formats/mail.md has the table). On tier 0 only the kind decides, since the
 * type would say more than the recipient may know.
 */
export function toXarfClass(facts: XarfFacts): XarfClass {
  if (facts.tier === 0) return hidden[facts.type.kind];
  switch (facts.type.kind) {
    case "vulnerability":
      return toVulnerability(facts);
    case "misconfiguration":
      return {
        category: "vulnerability",
        type: isOpenService(facts.type) ? "open_service" : "misconfiguration",
        ...toService(facts),
      };
    case "compromise":
      return toCompromise(facts);
    case "leaked-credential":
      return hidden["leaked-credential"];
  }
}

const hidden: Readonly<Record<Kind, XarfClass>> = {
  // A CVE would be needed for more.
  vulnerability: { category: "vulnerability", type: "misconfiguration", service: notDisclosed },
  misconfiguration: { category: "vulnerability", type: "misconfiguration", service: notDisclosed },
  compromise: {
    category: "infrastructure",
    type: "compromised_server",
    compromise_method: notDisclosed,
  },
  // What XARF has for exposed data asks for the URL where they lie.
  "leaked-credential": {
    category: "reputation",
    type: "threat_intelligence",
    threat_type: "leaked_credentials",
  },
};

function toVulnerability(facts: XarfFacts): XarfClass {
  const { cves, exploited } = facts.type;
  const [cve] = cves;
  const named = cve === undefined ? {} : { cve_ids: cves.slice(0, 10) };
  if (cve === undefined || facts.port === null || facts.port === 0) {
    return { category: "vulnerability", type: "misconfiguration", ...toService(facts), ...named };
  }
  return {
    category: "vulnerability",
    type: "cve",
    ...toService(facts),
    cve_id: cve,
    ...named,
    ...(exploited ? { exploitability: "weaponized" } : {}),
  };
}

function toService({ type, product, version, port }: XarfFacts): {
  readonly service: string;
} & Readonly<Record<string, string | number>> {
  return {
    service: product ?? type.id,
    ...(version === null ? {} : { service_version: version.slice(0, 100) }),
    ...(port === null || port === 0 ? {} : { service_port: port }),
  };
}

function isOpenService({ id, rsit }: FindingType): boolean {
  return (
    rsit.type === "potentially-unwanted-accessible" ||
    rsit.type === "ddos-amplifier" ||
    /^(open|accessible)-/.test(id)
  );
}

/** Types of which the address is the victim. */
const victims: readonly string[] = ["ddos-target", "ddos-amplification-target"];

const attacks: Readonly<Record<string, string>> = {
  scanner: "port_scan",
  "brute-force": "login_attack",
  ddos: "ddos",
};

function toCompromise(facts: XarfFacts): XarfClass {
  const { type, malware } = facts;
  const about = type.title.en;
  if (victims.includes(type.id)) return toIntelligence(facts);
  const attack = attacks[type.rsit.type];
  if (attack !== undefined && mayNameAttack(facts)) {
    const { protocol, observedAt, sourcePort } = facts;
    return {
      category: "connection",
      type: attack,
      protocol: protocol ?? "",
      first_seen: observedAt,
      ...(sourcePort === null ? {} : { source_port: sourcePort }),
    };
  }
  switch (type.rsit.type) {
    case "other":
      return toIntelligence(facts);
    case "infected-system":
    case "scanner":
    case "brute-force":
    case "ddos":
    case "exploit":
    case "spam":
      return {
        category: "infrastructure",
        type: "botnet",
        compromise_evidence: about,
        ...(malware === null ? {} : { malware_family: malware }),
      };
    default:
      return {
        category: "infrastructure",
        type: "compromised_server",
        compromise_method: about,
        ...(malware === null ? {} : { malware_family: malware }),
      };
  }
}

/** The schemas of attacks ask for a protocol, and of an address for the port that it used. */
function mayNameAttack({ protocol, sourcePort, isAddress }: XarfFacts): boolean {
  return attackProtocols.includes(protocol) && (sourcePort !== null || !isAddress);
}

function toIntelligence({ type }: XarfFacts): XarfClass {
  return {
    category: "reputation",
    type: type.id === "blocklisted-address" ? "blocklist" : "threat_intelligence",
    threat_type: type.id,
  };
}
