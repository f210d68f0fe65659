import { beforeAll } from "vitest";
import type { Meldpunt } from "./meldpunt.ts";

/** Networks of documentation ranges (RFC 5737, RFC 3849) with AS numbers of RFC 5398. */
const announced = `first,last,asn,as_name
192.0.2.0,192.0.2.255,64500,ACCESS
198.51.100.0,198.51.100.255,64501,HOSTING
203.0.113.0,203.0.113.255,64502,TRANSIT
2001:db8::,2001:db8:ffff:ffff:ffff:ffff:ffff:ffff,64500,ACCESS
`;

const delegated = `first,last
192.0.2.0,192.0.2.255
198.51.100.0,198.51.100.255
203.0.113.0,203.0.113.255
2001:db8::,2001:db8:ffff:ffff:ffff:ffff:ffff:ffff
`;

const contacts = `inetnum:        192.0.2.0 - 192.0.2.255
netname:        ACCESS
country:        NL
org:            ORG-ACC1-TEST
abuse-c:        ACC1-TEST
source:         TEST

inetnum:        203.0.113.0 - 203.0.113.255
netname:        TRANSIT
country:        NL
org:            ORG-TRA1-TEST
abuse-c:        TRA1-TEST
source:         TEST

role:           Access abuse desk
nic-hdl:        ACC1-TEST
abuse-mailbox:  abuse@access.example
source:         TEST

role:           Transit abuse desk
nic-hdl:        TRA1-TEST
abuse-mailbox:  abuse@transit.example
source:         TEST
`;

const dayMs = 86_400_000;
/** A day so many days from the one on which the tests run. */
const dayFromNow = (days: number): string =>
  new Date(Date.now() + days * dayMs).toISOString().slice(0, 10);

/** A university behind its CERT, a shop that wants it direct, a lab that opted out, a hoster, and whoever is left. */
export const world = `organisations:
  - id: cert-x
    name: CERT X
    sector: education
    roles: [intermediary]
    contacts: [{role: findings, email: cert@cert-x.example, language: en}]
  - id: uni-x
    name: Universiteit X
    sector: education
    roles: [owner]
    claims:
      - {prefix: 192.0.2.0/26, basis: proved, since: 2026-01-01}
      - {domain: uni-x.example, basis: proved, since: 2026-01-01}
    contacts: [{role: findings, email: security@uni-x.example, language: nl}]
    memberOf: [{intermediary: cert-x, since: 2026-01-01}]
    path: cert-x
  - id: shop
    name: Winkel
    roles: [owner]
    claims:
      - {prefix: 198.51.100.0/28, basis: proved, since: 2026-01-01}
      - {domain: shop.example, basis: proved, since: 2026-01-01}
    contacts: [{role: findings, email: beheer@shop.example, language: nl}]
    path: direct
  - id: lab
    name: Laboratorium
    roles: [owner]
    claims: [{prefix: 198.51.100.64/28, basis: proved, since: 2026-01-01}]
    contacts: [{role: findings, email: beheer@lab.example, language: nl}]
    filters: [{decline: {kind: misconfiguration}}]
  - id: hoster
    name: Hosting
    roles: [network-operator]
    claims: [{prefix: 198.51.100.0/24, use: operate, basis: proved, since: 2026-01-01}]
    contacts: [{role: findings, email: noc@hoster.example, language: en}]
finders:
  - {id: divd, trusted: true, tlp: AMBER}
  - {id: shadowserver, trusted: true, tlp: AMBER}
  - {id: stranger, trusted: false}
stops:
  - {prefix: 198.51.100.70/32, organisation: lab, until: ${dayFromNow(60)}, since: ${dayFromNow(-60)}, reason: "honeypot"}
`;

/** Loads the registry and the world before the tests of the file begin. */
export function useCountry(meldpunt: Meldpunt): void {
  beforeAll(async () => {
    const load = (name: string, content: string, ...options: string[]) =>
      meldpunt.done("registry", "load", meldpunt.write(name, content), "--layer", ...options);
    await load("announced.csv", announced, "announced");
    await load("delegated.csv", delegated, "delegated", "--country", "NL");
    await load("contacts.db", contacts, "contacts");
    await meldpunt.done("world", "load", meldpunt.write("world.yaml", world));
  });
}
