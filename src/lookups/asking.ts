import type { Clock } from "../platform/clock.ts";
import type { GuardedFetch } from "./guard/fetch-answer.ts";
import { type HostPace, makeHostPace, type Wait } from "./host-pace.ts";
import { makeRdapClient, type RdapClient } from "./rdap/rdap-client.ts";

/** What lookups ask with: one pace for all of them, so that a host is asked one thing at a time whoever asks. */
export type Asking = {
  readonly fetch: GuardedFetch;
  readonly clock: Clock;
  readonly pace: HostPace;
  readonly askRdap: RdapClient;
};

/** To be made once a process. */
export function makeAsking(options: {
  readonly fetch: GuardedFetch;
  readonly clock: Clock;
  readonly wait: Wait;
  /** Where the bootstrap files of RDAP are, with a slash at the end; default IANA's. */
  readonly bootstrapUrl?: string;
  /** Between two requests to one host; default a second. */
  readonly pauseMs?: number;
}): Asking {
  const { fetch, clock, bootstrapUrl = "https://data.iana.org/rdap/", pauseMs = 1000 } = options;
  const pace = makeHostPace(clock, options.wait, pauseMs);
  return { fetch, clock, pace, askRdap: makeRdapClient({ fetch, clock, pace, bootstrapUrl }) };
}
