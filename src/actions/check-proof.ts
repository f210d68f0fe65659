import type { Actor } from "../domain/access/actor.ts";
import type { OrganisationId } from "../domain/ids.ts";
import type { DomainName } from "../domain/network/domain-name.ts";
import { findNetworkObject, formatNetworkObject } from "../domain/network/network-object.ts";
import { makeWordJudge } from "../domain/proof/judge-words.ts";
import type { ProofChecks } from "../domain/proof/proof-checks.ts";
import {
  isGone,
  type ProofMethod,
  type ProofOutcome,
  refusalReasons,
} from "../domain/proof/proof-outcome.ts";
import { findProofPlace, toProofUrl } from "../domain/proof/proof-place.ts";
import { findProofToken, type ProofToken, toBoundText } from "../domain/proof/proof-token.ts";
import { findReverseZone } from "../domain/proof/reverse-zone.ts";
import type { Clock } from "../platform/clock.ts";
import { equalBytes, sha256 } from "../platform/digest.ts";
import { AppError } from "../platform/errors.ts";
import { permit } from "./access/permit.ts";

export type CheckProofContext = {
  readonly clock: Clock;
  /** Null: this installation asks nobody (MELDPUNT_LOOKUPS). */
  readonly checks: ProofChecks | null;
};

export type CheckedProof = {
  /** Canonical text of what was asked about. */
  readonly object: string;
  /** Where the token should stand. */
  readonly place: string;
  readonly outcome: ProofOutcome;
  /** Whether the outcome would count towards the lapse of a claim. */
  readonly isGone: boolean;
};

/**
 * Looks for a token where an owner says it stands, and changes nothing. The token is taken as it is: whose it is and
 * whether it still counts is for the claim to say.
 */
export async function checkProof({
  context,
  input,
}: {
  readonly context: CheckProofContext;
  readonly input: {
    readonly actor: Actor;
    /** A name, or a prefix with a reverse zone of its own. */
    readonly object: string;
    readonly token: string;
    readonly method: Exclude<ProofMethod, "registry-object">;
  };
}): Promise<CheckedProof> {
  permit(input.actor, "proof.check");
  const { checks, clock } = context;
  if (checks === null) {
    throw new AppError(
      "not-permitted",
      "This installation asks nothing of other people's servers.",
      {
        remedy: "Set MELDPUNT_LOOKUPS=on (docs/operations/proof.md).",
      },
    );
  }
  const token = findProofToken(input.token);
  if (token === null) {
    throw new AppError("input-refused", "That is no token.", {
      remedy: "It has 26 letters and digits, as in meldpunt-proof=mzxw6ytbojtg633cmfzgm33pmi.",
    });
  }
  const { object, name } = readObject(input.object, input.method);
  const judge = makeWordJudge({ ...asIssued(token), now: clock(), sha256, equalBytes });
  const isDns = input.method === "dns";
  const outcome = await (isDns ? checks.checkName(name, judge) : checks.checkHost(name, judge));
  return {
    object,
    place: isDns ? (findProofPlace(name) ?? `_meldpunt.${name}`) : toProofUrl(name),
    outcome,
    isGone: outcome.kind === "refused" && isGone(outcome.reason),
  };
}

function readObject(text: string, method: ProofMethod): { object: string; name: DomainName } {
  const object = findNetworkObject(text);
  const canonical = object === null ? text : formatNetworkObject(object);
  if (object?.kind === "name") return { object: canonical, name: object.name };
  if (object?.kind === "prefix" && method === "dns") {
    const reverse = findReverseZone(object.prefix);
    if (reverse.kind === "zone") return { object: canonical, name: reverse.zone };
    const { sentence } = refusalReasons[reverse.reason];
    throw new AppError("input-refused", `${canonical}: ${sentence}`, {
      remedy: "Prove it by a remark in its registry object.",
      details: { reason: reverse.reason },
    });
  }
  throw new AppError("input-refused", `Not provable in this way: ${JSON.stringify(text)}.`, {
    remedy:
      "Give a name; for dns also a prefix of whole octets (IPv4) or hexadecimal digits (IPv6).",
  });
}

/** Of whom the token is does not matter where it is given in full. */
function asIssued(token: ProofToken) {
  const organisation = "anybody" as OrganisationId;
  const hash = sha256(toBoundText(organisation, "anything", token));
  return { expected: { organisation, subject: "anything", hash, expiresAt: null }, others: [] };
}
