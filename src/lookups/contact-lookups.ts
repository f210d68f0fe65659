import type { ContactLookups } from "../domain/contacts/contact-lookup.ts";
import type { Asking } from "./asking.ts";
import { askHoldership } from "./rdap/ask-holdership.ts";
import { askRegistry } from "./rdap/ask-registry.ts";
import { askSite } from "./security-txt/ask-site.ts";

/** Ways to ask others for contacts. */
export function makeContactLookups(asking: Asking): ContactLookups {
  return {
    askRegistry: (object) => askRegistry(asking.askRdap, object),
    askHoldership: (object) => askHoldership(asking.askRdap, object),
    askSite: (name) => askSite(asking, name),
  };
}
