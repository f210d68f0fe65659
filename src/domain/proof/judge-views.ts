import type { JudgeWords, WordVerdict } from "./judge-words.ts";
import {
  type Dnssec,
  type ProofOutcome,
  type RefusalReason,
  refuse,
  type Seen,
} from "./proof-outcome.ts";
import { listProofWords } from "./proof-token.ts";

/** What one server says about the TXT records of a name. */
export type TxtSaid =
  | {
      readonly kind: "texts";
      /** Of each record the text; none when there are none, or the name does not exist. */
      readonly texts: readonly string[];
      /** An RRSIG came along. */
      readonly isSigned: boolean;
      /** AD was set. */
      readonly isValidated: boolean;
    }
  | { readonly kind: "alias" }
  | { readonly kind: "delegated" }
  | { readonly kind: "failed"; readonly reason: RefusalReason; readonly detail: string };

/** One address of a name server: what it says where the record should stand, and at a name beside it. */
export type ServerView = {
  readonly nameServer: string;
  /** Null when the name server has no address. */
  readonly address: string | null;
  readonly at: TxtSaid;
  readonly beside: TxtSaid;
};

export type ResolverView = { readonly address: string; readonly at: TxtSaid };

export type NameViews = {
  readonly servers: readonly ServerView[];
  readonly resolvers: readonly ResolverView[];
};

/** So many resolvers have to see the token too: ways through the network that do not begin at us (T12). */
const fewestResolvers = 2;

/**
 * Decides whether a name is proved by what its servers and the resolvers say.
 *
 * More than half of the name servers answer, all that answer have the token and have it at this name alone, and two
 * resolvers at least, all that answer, see it too.
 */
export function judgeViews(views: NameViews, judge: JudgeWords): ProofOutcome {
  const seen = listSeen(views, judge);
  const refusal = findRefusal(views, judge);
  if (refusal !== null) return refuse("dns", refusal.reason, { ...refusal, seen });
  const dnssec = toDnssec(views);
  return { kind: "proved", method: "dns", reach: "name-and-below", use: "own", dnssec, seen };
}

type Refusal = { readonly reason: RefusalReason; readonly detail?: string };

function findRefusal({ servers, resolvers }: NameViews, judge: JudgeWords): Refusal | null {
  return (
    findServerFault(servers) ??
    findServerDisagreement(servers, judge) ??
    findWildcard(servers, judge) ??
    findResolverDisagreement(resolvers, judge)
  );
}

function findServerFault(servers: readonly ServerView[]): Refusal | null {
  const faults = servers.flatMap(({ at }) => (at.kind === "failed" ? [at] : []));
  const isPrivate = faults.find(({ reason }) => reason === "private-address");
  if (isPrivate !== undefined) {
    const detail = `A name server has an address that is not asked: ${isPrivate.detail}.`;
    return { reason: "private-address", detail };
  }
  const all = new Set(servers.map(({ nameServer }) => nameServer));
  const answering = new Set(
    servers.filter(({ at }) => at.kind !== "failed").map(({ nameServer }) => nameServer),
  );
  if (answering.size * 2 > all.size) return null;
  const [fault] = faults;
  const detail = `Of ${all.size} name servers ${answering.size} answered, and more than half must: ${fault?.detail ?? "none is there"}.`;
  return { reason: fault?.reason ?? "unreachable", detail };
}

function findServerDisagreement(servers: readonly ServerView[], judge: JudgeWords): Refusal | null {
  const answered = servers.map(({ at }) => at).filter(({ kind }) => kind !== "failed");
  const odd = answered.find(({ kind }) => kind === "alias" || kind === "delegated");
  if (odd?.kind === "alias" || odd?.kind === "delegated") return { reason: odd.kind };
  const verdicts = answered.map((at) => toVerdict(at, judge));
  const right = verdicts.filter((verdict) => verdict === "right").length;
  if (right === verdicts.length) return null;
  if (right > 0) {
    const detail = `Of ${verdicts.length} addresses of name servers ${right} have the token, and all must.`;
    return { reason: "servers-disagree", detail };
  }
  return { reason: worstFirst.find((verdict) => verdicts.includes(verdict)) ?? "no-record" };
}

/** What the owner would best hear about first. */
const worstFirst: readonly Exclude<WordVerdict, "right">[] = [
  "expired",
  "token-of-another-name",
  "wrong-token",
  "no-record",
];

function findWildcard(servers: readonly ServerView[], judge: JudgeWords): Refusal | null {
  const beside = servers.filter(({ at }) => at.kind !== "failed").map((view) => view.beside);
  if (beside.some((said) => toVerdict(said, judge) === "right")) return { reason: "wildcard" };
  const fault = beside.find((said) => said.kind === "failed");
  if (fault?.kind !== "failed") return null;
  const detail = `Whether a wildcard answers could not be seen: ${fault.detail}.`;
  return { reason: fault.reason, detail };
}

function findResolverDisagreement(
  resolvers: readonly ResolverView[],
  judge: JudgeWords,
): Refusal | null {
  const answered = resolvers.filter(({ at }) => at.kind !== "failed");
  const blind = answered.find(({ at }) => toVerdict(at, judge) !== "right");
  if (blind !== undefined) {
    const detail = `The resolver ${blind.address} does not see the token that the name's servers have; one that was asked before keeps its answer for a while.`;
    return { reason: "resolvers-disagree", detail };
  }
  if (answered.length >= fewestResolvers) return null;
  const fault = resolvers.find(({ at }) => at.kind === "failed")?.at;
  const why = fault?.kind === "failed" ? `: ${fault.detail}` : "";
  const detail = `Of ${resolvers.length} resolvers ${answered.length} answered, and ${fewestResolvers} must${why}.`;
  return { reason: fault?.kind === "failed" ? fault.reason : "unreachable", detail };
}

function toDnssec({ servers, resolvers }: NameViews): Dnssec {
  const said = (views: readonly { readonly at: TxtSaid }[]) =>
    views.flatMap(({ at }) => (at.kind === "texts" ? [at] : []));
  if (said(resolvers).every(({ isValidated }) => isValidated)) return "validated";
  return said(servers).every(({ isSigned }) => isSigned) ? "signed" : "none";
}

function toVerdict(said: TxtSaid, judge: JudgeWords): WordVerdict {
  return said.kind === "texts" ? judge(said.texts.flatMap(listProofWords)) : "no-record";
}

function listSeen({ servers, resolvers }: NameViews, judge: JudgeWords): Seen[] {
  return [
    ...servers.map(({ nameServer, address, at }) => ({
      server: address === null ? nameServer : `${nameServer} (${address})`,
      role: "authoritative" as const,
      says: describe(at, judge),
    })),
    ...resolvers.map(({ address, at }) => ({
      server: address,
      role: "resolver" as const,
      says: describe(at, judge),
    })),
  ];
}

function describe(said: TxtSaid, judge: JudgeWords): string {
  if (said.kind === "failed") return said.detail;
  if (said.kind !== "texts") return said.kind;
  const what = toVerdict(said, judge);
  const signed = [said.isSigned ? "signed" : null, said.isValidated ? "validated" : null];
  const marks = signed.filter((mark) => mark !== null);
  return `${what}, ${said.texts.length} TXT${marks.length > 0 ? `, ${marks.join(", ")}` : ""}`;
}
