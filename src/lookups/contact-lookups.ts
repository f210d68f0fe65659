import type { ContactLookups } from "../domain/contacts/contact-lookup.ts";
import type { Clock } from "../platform/clock.ts";
import type { GuardedFetch } from "./guard/fetch-answer.ts";
import { makeHostPace, type Wait } from "./host-pace.ts";
import { askRegistry } from "./rdap/ask-registry.ts";
import { makeRdapClient } from "./rdap/rdap-client.ts";
import { askSite } from "./security-txt/ask-site.ts";

export type ContactLookupOptions = {
  readonly fetch: GuardedFetch;
  readonly clock: Clock;
  readonly wait: Wait;
  /** Where the bootstrap files of RDAP are, with a slash at the end; default IANA's. */
  readonly bootstrapUrl?: string;
  /** Between two requests to one host; default a second. */
  readonly pauseMs?: number;
};

/** Ways to ask others for contacts that share one pace; to be made once a process. */
export function makeContactLookups(options: ContactLookupOptions): ContactLookups {
  const { fetch, clock, bootstrapUrl = "https://data.iana.org/rdap/", pauseMs = 1000 } = options;
  const pace = makeHostPace(clock, options.wait, pauseMs);
  const ask = makeRdapClient({ fetch, clock, pace, bootstrapUrl });
  return {
    askRegistry: (object) => askRegistry(ask, object),
    askSite: (name) => askSite({ fetch, clock, pace }, name),
  };
}
