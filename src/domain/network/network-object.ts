import { type AsNumber, findAsNumber } from "./as-number.ts";
import { type DomainName, findDomainName } from "./domain-name.ts";
import { type Address, findAddress, formatAddress } from "./ip-address.ts";
import { findPrefix, type Prefix } from "./prefix.ts";

/** Something that `who` can be asked about. */
export type NetworkObject =
  | { readonly kind: "address"; readonly address: Address }
  | { readonly kind: "prefix"; readonly prefix: Prefix }
  | { readonly kind: "asn"; readonly asn: AsNumber }
  | { readonly kind: "name"; readonly name: DomainName }
  | { readonly kind: "mail-domain"; readonly name: DomainName };

/** Reads `192.0.2.7`, `192.0.2.0/24`, `AS64500`, `www.example.nl` or `@example.nl`; null when it is none of them. */
export function findNetworkObject(text: string): NetworkObject | null {
  const bare = text.trim();
  if (bare.startsWith("@")) {
    const name = findDomainName(bare.slice(1));
    return name === null ? null : { kind: "mail-domain", name };
  }
  if (bare.includes("/")) {
    const prefix = findPrefix(bare);
    return prefix === null ? null : { kind: "prefix", prefix };
  }
  const address = findAddress(bare);
  if (address !== null) return { kind: "address", address };
  const asn = findAsNumber(bare);
  if (asn !== null) return { kind: "asn", asn };
  const name = findDomainName(bare);
  return name === null ? null : { kind: "name", name };
}

/** Canonical text. */
export function formatNetworkObject(object: NetworkObject): string {
  switch (object.kind) {
    case "address":
      return formatAddress(object.address);
    case "prefix":
      return object.prefix.text;
    case "asn":
      return `AS${object.asn}`;
    case "name":
      return object.name;
    case "mail-domain":
      return `@${object.name}`;
  }
}
