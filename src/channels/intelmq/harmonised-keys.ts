/** Types of values in IntelMQ's data format (its harmonisation, version 3). */
export type HarmonisedType =
  | "text"
  | "lower"
  | "printable"
  | "lowerPrintable"
  | "integer"
  | "port"
  | "float"
  | "boolean"
  | "ip"
  | "network"
  | "asn"
  | "fqdn"
  | "url"
  | "time"
  | "country"
  | "registry"
  | "taxonomy"
  | "class"
  | "transport"
  | "tlp"
  | "accuracy"
  | "base64"
  | "uuid";

const side = (name: "source" | "destination"): [string, HarmonisedType][] => [
  [`${name}.abuse_contact`, "lower"],
  [`${name}.account`, "text"],
  [`${name}.allocated`, "time"],
  [`${name}.as_name`, "text"],
  [`${name}.asn`, "asn"],
  [`${name}.domain_suffix`, "fqdn"],
  [`${name}.fqdn`, "fqdn"],
  [`${name}.geolocation.cc`, "country"],
  [`${name}.geolocation.city`, "text"],
  [`${name}.geolocation.country`, "text"],
  [`${name}.geolocation.latitude`, "float"],
  [`${name}.geolocation.longitude`, "float"],
  [`${name}.geolocation.region`, "text"],
  [`${name}.geolocation.state`, "text"],
  [`${name}.ip`, "ip"],
  [`${name}.local_hostname`, "text"],
  [`${name}.local_ip`, "ip"],
  [`${name}.network`, "network"],
  [`${name}.port`, "port"],
  [`${name}.registry`, "registry"],
  [`${name}.reverse_dns`, "fqdn"],
  [`${name}.tor_node`, "boolean"],
  [`${name}.url`, "url"],
  [`${name}.urlpath`, "text"],
];

/** Keys that every IntelMQ 3 knows, with the type of their values. */
export const harmonisedKeys: ReadonlyMap<string, HarmonisedType> = new Map<string, HarmonisedType>([
  ...side("source"),
  ...side("destination"),
  ["classification.identifier", "text"],
  ["classification.taxonomy", "taxonomy"],
  ["classification.type", "class"],
  ["comment", "text"],
  ["event_description.target", "text"],
  ["event_description.text", "text"],
  ["event_description.url", "url"],
  ["feed.accuracy", "accuracy"],
  ["feed.code", "printable"],
  ["feed.documentation", "text"],
  ["feed.name", "text"],
  ["feed.provider", "text"],
  ["feed.url", "url"],
  ["malware.hash.md5", "printable"],
  ["malware.hash.sha1", "printable"],
  ["malware.hash.sha256", "printable"],
  ["malware.name", "lowerPrintable"],
  ["malware.version", "printable"],
  ["misp.attribute_uuid", "uuid"],
  ["misp.event_uuid", "uuid"],
  ["protocol.application", "lowerPrintable"],
  ["protocol.transport", "transport"],
  ["raw", "base64"],
  ["rtir_id", "integer"],
  ["screenshot_url", "url"],
  ["source.geolocation.cymru_cc", "country"],
  ["source.geolocation.geoip_cc", "country"],
  ["status", "text"],
  ["time.observation", "time"],
  ["time.source", "time"],
  ["tlp", "tlp"],
]);

/** Keys that came with IntelMQ 3.5; earlier ones refuse an event that has them. */
export const newerKeys: ReadonlyMap<string, HarmonisedType> = new Map<string, HarmonisedType>([
  ["product.full_name", "text"],
  ["product.name", "lower"],
  ["product.vendor", "lower"],
  ["product.version", "lower"],
  ["product.vulnerabilities", "lower"],
  ["severity", "lower"],
]);

/** Taxonomies with their types (RSIT and IntelMQ's own). */
export const classes: ReadonlyMap<string, readonly string[]> = new Map([
  ["abusive-content", ["spam", "harmful-speech", "violence"]],
  ["availability", ["ddos", "dos", "outage", "sabotage", "misconfiguration"]],
  ["fraud", ["copyright", "masquerade", "phishing", "unauthorized-use-of-resources"]],
  [
    "information-content-security",
    [
      "unauthorised-information-access",
      "unauthorised-information-modification",
      "data-loss",
      "data-leak",
    ],
  ],
  ["information-gathering", ["scanner", "sniffing", "social-engineering"]],
  ["intrusion-attempts", ["brute-force", "exploit", "ids-alert"]],
  [
    "intrusions",
    [
      "application-compromise",
      "burglary",
      "privileged-account-compromise",
      "system-compromise",
      "unprivileged-account-compromise",
    ],
  ],
  [
    "malicious-code",
    ["c2-server", "infected-system", "malware-configuration", "malware-distribution"],
  ],
  ["other", ["blacklist", "dga-domain", "malware", "other", "proxy", "tor", "undetermined"]],
  ["test", ["test"]],
  [
    "vulnerable",
    [
      "ddos-amplifier",
      "information-disclosure",
      "potentially-unwanted-accessible",
      "vulnerable-system",
      "weak-crypto",
    ],
  ],
]);
