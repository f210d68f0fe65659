/**
 * How much of a finding may be shown: 0 that something is out of date, 1 with port, version and CVE,
 * 2 with proof of exploitability, 3 with credentials and personal data.
 */
export type Tier = 0 | 1 | 2 | 3;
