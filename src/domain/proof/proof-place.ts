import { type DomainName, findDomainName } from "../network/domain-name.ts";

/** Where the TXT record of a name stands (`_meldpunt.example.nl`); null when that would be too long. */
export function findProofPlace(name: DomainName): DomainName | null {
  return findDomainName(`_meldpunt.${name}`);
}

/** A name beside it that nobody has made: whatever answers there is a wildcard. `chance` is unpredictable, in hexadecimal. */
export function findPlaceBeside(name: DomainName, chance: string): DomainName | null {
  return findDomainName(`_meldpunt-${chance}.${name}`);
}

/** Where the file of a host stands. */
export function toProofUrl(host: DomainName): string {
  return `https://${host}/.well-known/meldpunt.txt`;
}
