import type { ProofChecks } from "../domain/proof/proof-checks.ts";
import { type CheckNameOptions, makeCheckName } from "./dns/check-name.ts";
import type { GuardedFetch } from "./guard/fetch-answer.ts";
import { makeCheckHost } from "./well-known/check-host.ts";

/** All ways to look for a token at other people's servers. */
export function makeProofChecks({
  fetch,
  ...dns
}: CheckNameOptions & { readonly fetch: GuardedFetch }): ProofChecks {
  return { checkName: makeCheckName(dns), checkHost: makeCheckHost(fetch) };
}
