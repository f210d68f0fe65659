import { randomBytes } from "node:crypto";
import type { DomainName } from "../../domain/network/domain-name.ts";
import type { JudgeWords } from "../../domain/proof/judge-words.ts";
import { judgeViews } from "../../domain/proof/judge-views.ts";
import { type ProofOutcome, refuse } from "../../domain/proof/proof-outcome.ts";
import { findPlaceBeside, findProofPlace } from "../../domain/proof/proof-place.ts";
import { collectViews } from "./collect-views.ts";
import { type DnsClientOptions, makeDnsClient } from "./dns-client.ts";
import { findZone } from "./find-zone.ts";

/** Looks for the token in the DNS, at `_meldpunt.` of a name or of a reverse zone. Never throws for what servers do. */
export type CheckName = (name: DomainName, judge: JudgeWords) => Promise<ProofOutcome>;

/** For a whole check, however many servers are slow. */
const defaultTimeoutMs = 20_000;

export function makeCheckName(
  options: DnsClientOptions & { readonly timeoutMs?: number },
): CheckName {
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
