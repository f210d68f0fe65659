import { isIP } from "node:net";

/** IntelMQ's data format, written down a second time: a rule for each type, the type of each key. */
type Rule = (value: unknown) => boolean;

const isText: Rule = (value) => typeof value === "string" && value !== "";

const rules = {
  text: isText,
  lower: (value) => isText(value) && value === String(value).toLowerCase(),
  upperCountry: (value) => /^[A-Z0-9]{2}$/.test(String(value)),
  printable: (value) => typeof value === "string" && /^[ -~]+$/.test(value),
  ip: (value) => typeof value === "string" && isIP(value) !== 0 && value !== "0.0.0.0",
  network: (value) => typeof value === "string" && /^[0-9a-f.:]+\/\d{1,3}$/.test(value),
  asn: (value) => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 4294967295,
  port: (value) => Number.isInteger(value) && String(value).length <= 5 && Number(value) > 0,
  fqdn: (value) =>
    typeof value === "string" &&
    /^[a-z0-9_.-]*[^.]$/.test(value) &&
    isIP(value) === 0 &&
    !value.includes(":"),
  url: (value) => typeof value === "string" && URL.canParse(value),
  time: (value) =>
    typeof value === "string" &&
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?\+00:00$/.test(value) &&
    !Number.isNaN(Date.parse(value)),
  number: (value) => typeof value === "number" && Number.isFinite(value),
  boolean: (value) => typeof value === "boolean",
  registry: (value) => ["AFRINIC", "APNIC", "ARIN", "LACNIC", "RIPE"].includes(String(value)),
  taxonomy: (value) => Object.hasOwn(taxonomies, String(value)),
  class: (value) =>
    Object.values(taxonomies).some((types) => types.split(" ").includes(String(value))),
  transport: (value) =>
    /^(?:ah|esp|gre|icmp|igmp|ipip|ipv6|ipv6-icmp|sctp|tcp|udp)$/.test(String(value)),
  tlp: (value) => /^(?:WHITE|GREEN|AMBER|RED)$/.test(String(value)),
  base64: (value) => typeof value === "string" && /^[\w+/]+={0,2}$/.test(value),
} satisfies Record<string, Rule>;

const taxonomies: Readonly<Record<string, string>> = {
  "abusive-content": "spam harmful-speech violence",
  availability: "ddos dos outage sabotage misconfiguration",
  fraud: "copyright masquerade phishing unauthorized-use-of-resources",
  "information-content-security":
    "unauthorised-information-access unauthorised-information-modification data-loss data-leak",
  "information-gathering": "scanner sniffing social-engineering",
  "intrusion-attempts": "brute-force exploit ids-alert",
  intrusions:
    "application-compromise burglary privileged-account-compromise system-compromise unprivileged-account-compromise",
  "malicious-code": "c2-server infected-system malware-configuration malware-distribution",
  vulnerable:
    "ddos-amplifier information-disclosure potentially-unwanted-accessible vulnerable-system weak-crypto",
  other: "blacklist dga-domain malware proxy tor other undetermined",
  test: "test",
};

const ruleOfKey: readonly (readonly [RegExp, keyof typeof rules])[] = [
  [/^classification\.taxonomy$/, "taxonomy"],
  [/^classification\.type$/, "class"],
  [/^classification\.identifier$/, "text"],
  [/^(?:source|destination)\.(?:ip|local_ip)$/, "ip"],
  [/^(?:source|destination)\.network$/, "network"],
  [/^(?:source|destination)\.asn$/, "asn"],
  [/^(?:source|destination)\.port$/, "port"],
  [/^(?:source|destination)\.(?:fqdn|reverse_dns|domain_suffix)$/, "fqdn"],
  [/^(?:source|destination|event_description|feed)\.url$|^screenshot_url$/, "url"],
  [/^(?:source|destination)\.(?:as_name|account|urlpath|local_hostname)$/, "text"],
  [/^(?:source|destination)\.abuse_contact$/, "lower"],
  [/^(?:source|destination)\.registry$/, "registry"],
  [/^(?:source|destination)\.tor_node$/, "boolean"],
  [/^(?:source|destination)\.geolocation\.cc$/, "upperCountry"],
  [/^(?:source|destination)\.geolocation\.(?:city|country|region|state)$/, "text"],
  [/^(?:source|destination)\.geolocation\.(?:latitude|longitude)$/, "number"],
  [/^time\.(?:source|observation)$|^(?:source|destination)\.allocated$/, "time"],
  [/^feed\.(?:name|provider|code|documentation)$/, "text"],
  [/^feed\.accuracy$/, "number"],
  [/^protocol\.application$/, "lower"],
  [/^protocol\.transport$/, "transport"],
  [/^malware\.name$/, "lower"],
  [/^malware\.(?:version|hash\.(?:md5|sha1|sha256))$/, "printable"],
  [/^event_description\.(?:text|target)$|^status$|^comment$/, "text"],
  [/^tlp$/, "tlp"],
  [/^raw$/, "base64"],
];
const newerRules: typeof ruleOfKey = [
  [/^product\.(?:name|vendor|version|vulnerabilities)$|^severity$/, "lower"],
  [/^product\.full_name$/, "text"],
];

/** Values that IntelMQ takes for none. */
export const ignoredValues: readonly unknown[] = ["", "-", "N/A", null];

/** What IntelMQ would refuse in the event, in words; empty when it takes all of it. */
export function findEventFaults(line: string, version: "3" | "3.5"): string[] {
  const event: Record<string, unknown> = JSON.parse(line);
  const keys = Object.keys(event);
  return Object.entries(event).flatMap(([key, value]) => {
    if (!/^[a-z_][a-z_0-9]+(?:\.[a-z_0-9]+)*$/.test(key)) return [`${key} is no key`];
    if (ignoredValues.includes(value)) return [`${key} says nothing`];
    if (keys.some((other) => other.startsWith(`${key}.`))) return [`${key} is value and parent`];
    if (key.startsWith("extra.")) return [];
    const known = version === "3" ? ruleOfKey : [...ruleOfKey, ...newerRules];
    const rule = known.find(([pattern]) => pattern.test(key))?.[1];
    if (rule === undefined) return [`${key} is unknown`];
    return rules[rule](value) ? [] : [`${key} is not ${rule}: ${JSON.stringify(value)}`];
  });
}
