/**
 * Types of the Reference Security Incident Taxonomy by class, as IntelMQ 3 knows them, with those of its own; it writes
 * one with a z.
 */
const typesOfClass: Readonly<Record<string, readonly string[]>> = {
  "abusive-content": ["spam", "harmful-speech", "violence"],
  availability: ["ddos", "dos", "outage", "sabotage", "misconfiguration"],
  fraud: ["copyright", "masquerade", "phishing", "unauthorized-use-of-resources"],
  "information-content-security": [
    "unauthorised-information-access",
    "unauthorised-information-modification",
    "data-loss",
    "data-leak",
  ],
  "information-gathering": ["scanner", "sniffing", "social-engineering"],
  "intrusion-attempts": ["brute-force", "exploit", "ids-alert"],
  intrusions: [
    "application-compromise",
    "burglary",
    "privileged-account-compromise",
    "system-compromise",
    "unprivileged-account-compromise",
  ],
  "malicious-code": [
    "c2-server",
    "infected-system",
    "malware-configuration",
    "malware-distribution",
  ],
  vulnerable: [
    "ddos-amplifier",
    "information-disclosure",
    "potentially-unwanted-accessible",
    "vulnerable-system",
    "weak-crypto",
  ],
  other: ["blacklist", "dga-domain", "malware", "proxy", "tor", "other", "undetermined"],
  test: ["test"],
};

const classOfType = new Map(
  Object.entries(typesOfClass).flatMap(([name, types]) =>
    types.map((type) => [type, name] as const),
  ),
);

/** The class of a type as IntelMQ spells it; null when it knows no such type. */
export function findClass(type: string): string | null {
  return classOfType.get(type) ?? null;
}

/** IntelMQ's spelling of a type of the taxonomy. */
export function toEventType(type: string): string {
  return type === "unauthorised-use-of-resources" ? "unauthorized-use-of-resources" : type;
}
