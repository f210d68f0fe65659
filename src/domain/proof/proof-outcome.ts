import type { ClaimUse } from "../world/world.ts";

/** Where a token may stand. */
export type ProofMethod = "dns" | "well-known" | "registry-object";

/** What one server said; `says` is for people and holds nothing that the owner did not publish. */
export type Seen = {
  readonly server: string;
  readonly role: "authoritative" | "resolver" | "web-server" | "registry";
  readonly says: string;
};

/**
 * What DNSSEC has to say. `validated`: every resolver asked set AD, that is, says it has checked the chain of
 * signatures; we believe our resolvers, we do not check ourselves. `signed`: every authoritative server sent an RRSIG
 * along, checked by nobody. `none`: neither.
 */
export type Dnssec = "validated" | "signed" | "none";

export type ProofOutcome =
  | {
      readonly kind: "proved";
      readonly method: ProofMethod;
      /** A web server speaks for its own host; a zone for the name and all below; a registry object for what it holds. */
      readonly reach: "exact-host" | "name-and-below" | "registered-object";
      /** A route object shows who runs the network, not whose it is. */
      readonly use: ClaimUse;
      readonly dnssec: Dnssec | null;
      readonly seen: readonly Seen[];
    }
  | RefusedProof;

export type RefusedProof = {
  readonly kind: "refused";
  readonly method: ProofMethod;
  readonly reason: RefusalReason;
  /** One sentence in English about this case. */
  readonly detail: string;
  readonly seen: readonly Seen[];
};

/**
 * Why a token was not accepted, by stable code, with its sentence and whether it means "gone".
 *
 * *Gone*: the other side answered, and what it says is no proof; that counts towards lapse. Otherwise nobody could
 * look, which says nothing about the owner.
 */
export const refusalReasons = {
  "no-record": gone("Nothing that begins with meldpunt-proof= stands there."),
  "wrong-token": gone(
    "A token stands there, and it is not the one that this account got for this.",
  ),
  "token-of-another-name": gone("The token that stands there was handed out for something else."),
  expired: gone("The right token stands there, and it has expired; ask for a new one."),
  wildcard: gone("A wildcard record answers with the token, so it says nothing about this name."),
  alias: gone("The name is an alias (CNAME or DNAME); the record has to stand in the zone itself."),
  delegated: gone("_meldpunt is a zone of its own; the record has to stand in that of the name."),
  "no-such-name": gone("The name does not exist."),
  "servers-disagree": gone("The name's servers do not all say the same."),
  "resolvers-disagree": unseen("A resolver does not see yet what the name's servers say."),
  "time-out": unseen("No answer came in time."),
  unreachable: unseen("The servers cannot be reached."),
  "server-failure": unseen("The servers answer that they cannot answer, or are not in charge."),
  malformed: unseen("What came back cannot be read."),
  "answer-too-large": gone("The answer is larger than any proof has to be."),
  "private-address": gone("It leads to an address that is not on the public Internet."),
  redirect: gone("The server redirects; the file has to be served by the very host."),
  "bad-certificate": gone("The certificate is not valid for this host."),
  "not-found": gone("The file is not there."),
  "not-text": gone("The file is not served as plain text (text/plain, uncompressed)."),
  "no-reverse-zone": gone("The prefix has no reverse zone of its own."),
  "classless-reverse-zone": gone("A prefix longer than /24 has no reverse zone of its own."),
  "not-covering": gone("The registry object does not hold all of what is claimed."),
  "not-most-specific": gone("A more specific registry object holds what is claimed."),
  "wrong-registry": gone("The registry object is of a source that lets anybody write."),
} as const satisfies Record<string, RefusalEntry>;

export type RefusalReason = keyof typeof refusalReasons;

type RefusalEntry = { readonly isGone: boolean; readonly sentence: string };

/** Whether a refusal counts towards the lapse of a claim that was proved before. */
export function isGone(reason: RefusalReason): boolean {
  return refusalReasons[reason].isGone;
}

/** A refusal with the usual sentence, or one about the case. */
export function refuse(
  method: ProofMethod,
  reason: RefusalReason,
  { detail, seen = [] }: { readonly detail?: string; readonly seen?: readonly Seen[] } = {},
): RefusedProof {
  const said = detail ?? refusalReasons[reason].sentence;
  return { kind: "refused", method, reason, detail: said, seen };
}

function gone(sentence: string): RefusalEntry {
  return { isGone: true, sentence };
}

function unseen(sentence: string): RefusalEntry {
  return { isGone: false, sentence };
}
