import type { ProofChecks } from "../domain/proof/proof-checks.ts";
import { makeCheckRegistered } from "./check-registered.ts";
import { type CheckNameOptions, makeCheckName } from "./dns/check-name.ts";
import type { GuardedFetch } from "./guard/fetch-answer.ts";
import type { RdapClient } from "./rdap/rdap-client.ts";
import { makeCheckHost } from "./well-known/check-host.ts";

/** All ways to look for a token at other people's servers. */
export function makeProofChecks({
  fetch,
  askRegistry,
  ...dns
}: CheckNameOptions & {
  readonly fetch: GuardedFetch;
  readonly askRegistry: RdapClient;
}): ProofChecks {
  return {
    checkName: makeCheckName(dns),
    checkHost: makeCheckHost(fetch),
    checkRegistered: makeCheckRegistered(askRegistry),
  };
}
