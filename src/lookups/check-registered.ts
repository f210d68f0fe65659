import type { RegisteredObject } from "../domain/contacts/contact-lookup.ts";
import { judgeRegistryObjects } from "../domain/proof/judge-registry-objects.ts";
import type { ProofChecks } from "../domain/proof/proof-checks.ts";
import { refuse } from "../domain/proof/proof-outcome.ts";
import type { RdapClient } from "./rdap/rdap-client.ts";
import { readRdapObject } from "./registry-object/read-rdap-object.ts";

/**
 * Looks for the token in the remarks of the object that the registry itself answers for what is claimed: of a prefix
 * the most specific network around its first address, which has to hold all of it.
 */
export function makeCheckRegistered(ask: RdapClient): ProofChecks["checkRegistered"] {
  return async (subject, judge) => {
    const asked: RegisteredObject =
      subject.kind === "asn"
        ? { kind: "asn", asn: subject.asn }
        : {
            kind: "address",
            address: { family: subject.prefix.family, words: subject.prefix.words },
          };
    const answer = await ask(asked);
    if (answer.kind === "failed") {
      return refuse("registry-object", "unreachable", { detail: `${answer.detail}.` });
    }
    if (answer.kind === "none") {
      return refuse("registry-object", "not-found", { detail: `${answer.detail}.` });
    }
    const object = readRdapObject(answer.object);
    if (object === null) {
      const detail = "The registry's answer is neither a network nor an AS number.";
      return refuse("registry-object", "malformed", { detail });
    }
    return judgeRegistryObjects(subject, [object], judge);
  };
}
