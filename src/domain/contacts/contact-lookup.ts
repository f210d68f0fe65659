import type { HoldershipAnswer } from "../claim/holdership.ts";
import type { AsNumber } from "../network/as-number.ts";
import type { DomainName } from "../network/domain-name.ts";
import type { EmailAddress } from "../network/email-address.ts";
import type { Address } from "../network/ip-address.ts";
import type { AddressRange } from "../network/prefix.ts";

/** Where contacts of the unregistered are asked for: the registration (RDAP), or the site itself (RFC 9116). */
export const contactSources = ["rdap", "security-txt"] as const;

export type ContactSource = (typeof contactSources)[number];

/** What a registry can be asked about. */
export type RegisteredObject =
  | { readonly kind: "address"; readonly address: Address }
  | { readonly kind: "asn"; readonly asn: AsNumber }
  | { readonly kind: "name"; readonly name: DomainName };

/** What came of asking one source about one object. */
export type ContactAnswer =
  | {
      readonly kind: "found";
      /** Whose answer it is. */
      readonly url: string;
      /** In order of preference, at least one. */
      readonly emails: readonly EmailAddress[];
      /** Of an address: what of its network the answer is taken to speak for. */
      readonly range: AddressRange | null;
      /** When the file itself says that it holds no longer; null where it says nothing. */
      readonly expiresAt: number | null;
      /** Languages that the contact prefers (RFC 5646), in its order. */
      readonly languages: readonly string[];
      /** Where its key is (RFC 9116, section 2.5.4). */
      readonly encryption: string | null;
      /** What a person may want to know, such as how it stands with a signature. */
      readonly note: string | null;
    }
  /** There is none that counts, and `detail` says why; asking again at once would give the same. */
  | {
      readonly kind: "none";
      readonly url: string | null;
      readonly detail: string;
      /** Nobody said so: there is just nothing, as on a server that is being moved. */
      readonly isAbsent: boolean;
    }
  /** Nobody knows: what was known before goes on to hold. */
  | { readonly kind: "failed"; readonly detail: string; readonly retryAt: number | null };

/** Asks the servers of others for contacts; never throws for what they do. */
export type ContactLookups = {
  readonly askRegistry: (object: RegisteredObject) => Promise<ContactAnswer>;
  /** Who holds an object, as far as a change of it shows. */
  readonly askHoldership: (object: RegisteredObject) => Promise<HoldershipAnswer>;
  readonly askSite: (name: DomainName) => Promise<ContactAnswer>;
};
