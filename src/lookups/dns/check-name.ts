import { randomBytes } from "node:crypto";
import { judgeViews } from "../../domain/proof/judge-views.ts";
import type { ProofChecks } from "../../domain/proof/proof-checks.ts";
import { refuse } from "../../domain/proof/proof-outcome.ts";
import { findPlaceBeside, findProofPlace } from "../../domain/proof/proof-place.ts";
import { collectViews } from "./collect-views.ts";
import { type DnsClientOptions, makeDnsClient } from "./dns-client.ts";
import { findZone } from "./find-zone.ts";

export type CheckNameOptions = DnsClientOptions & {
  /** For a whole check, however many servers are slow; default 20 s. */
  readonly timeoutMs?: number;
};

const defaultTimeoutMs = 20_000;

/** Looks for the token in the DNS. The record has to stand in the zone of the name itself: no alias, no wildcard. */
export function makeCheckName(options: CheckNameOptions): ProofChecks["checkName"] {
  return async (name, judge) => {
    const at = findProofPlace(name);
    const beside = findPlaceBeside(name, randomBytes(8).toString("hex"));
    if (at === null || beside === null) {
      return refuse("dns", "no-such-name", { detail: `No name fits below ${name}.` });
    }
    const signal = AbortSignal.timeout(options.timeoutMs ?? defaultTimeoutMs);
    const client = makeDnsClient(options, signal);
    const found = await findZone(client, name);
    if (found.kind === "failed") return refuse("dns", found.reason, { detail: found.detail });
    return judgeViews(await collectViews(client, found.zone, { at, beside }), judge);
  };
}
