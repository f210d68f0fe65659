import { randomBytes } from "node:crypto";
import type { JudgeWords } from "../../domain/proof/judge-words.ts";
import type { ProofChecks } from "../../domain/proof/proof-checks.ts";
import { type RefusalReason, refuse } from "../../domain/proof/proof-outcome.ts";
import { toProofUrl } from "../../domain/proof/proof-place.ts";
import { listProofWords } from "../../domain/proof/proof-token.ts";
import type { FetchAnswer, FetchFault, GuardedFetch } from "../guard/fetch-answer.ts";

/** Tokens and some words about them; a page with more is something else. */
const maxFileBytes = 16_384;

/**
 * Looks for the token in the file of a host.
 *
 * No redirect is followed: what another host serves says nothing about this one (T8). A file of a name that nobody
 * made must not hold the token, as it does where a server answers everything with the same page.
 */
export function makeCheckHost(fetch: GuardedFetch): ProofChecks["checkHost"] {
  const get = (url: string) =>
    fetch({ url, redirects: "none", accept: "text/plain", maxBodyBytes: maxFileBytes });
  return async (host, judge) => {
    const url = toProofUrl(host);
    const answer = await get(url);
    const read = readFile(answer);
    const server = answer.kind === "answered" ? `${url} (${answer.address})` : url;
    const say = (says: string) => [{ server, role: "web-server" as const, says }];
    if (typeof read !== "string") {
      return refuse("well-known", read.reason, { detail: read.detail, seen: say(read.detail) });
    }
    const verdict = judge(listProofWords(read));
    if (verdict !== "right") return refuse("well-known", verdict, { seen: say(verdict) });
    const beside = url.replace(/\.txt$/, `-${randomBytes(8).toString("hex")}.txt`);
    const other = await get(beside);
    if (hasToken(other, judge)) {
      const detail =
        "The server answers any name with the token, so it says nothing about this host.";
      return refuse("well-known", "wildcard", { detail, seen: say(verdict) });
    }
    return {
      kind: "proved",
      method: "well-known",
      reach: "exact-host",
      use: "own",
      dnssec: null,
      seen: say(verdict),
    };
  };
}

function hasToken(answer: FetchAnswer, judge: JudgeWords): boolean {
  return answer.kind === "answered" && judge(listProofWords(toText(answer.body))) === "right";
}

type Fault = { readonly reason: RefusalReason; readonly detail: string };

function readFile(answer: FetchAnswer): string | Fault {
  if (answer.kind === "failed") return { reason: reasons[answer.reason], detail: answer.detail };
  const { status, headers, body } = answer;
  if (status === 404 || status === 410) {
    return { reason: "not-found", detail: `The file is not there (${status}).` };
  }
  if (status >= 300 && status < 400) {
    return { reason: "redirect", detail: `The server redirects (${status}).` };
  }
  if (status >= 500 || status === 429) {
    return { reason: "server-failure", detail: `The server answers ${status}.` };
  }
  if (status !== 200) return { reason: "not-found", detail: `The server answers ${status}.` };
  const type = headers.get("content-type")?.split(";")[0]?.trim().toLowerCase() ?? "none";
  if (type !== "text/plain") {
    // Where users put pages, they seldom decide on the type.
    return { reason: "not-text", detail: "The file is not served as text/plain." };
  }
  return toText(body);
}

function toText(body: Buffer): string {
  return body.toString("latin1");
}

const reasons: { readonly [fault in FetchFault]: RefusalReason } = {
  "url-refused": "no-such-name",
  "private-address": "private-address",
  "no-such-host": "no-such-name",
  "time-out": "time-out",
  unreachable: "unreachable",
  "bad-certificate": "bad-certificate",
  "redirect-refused": "redirect",
  "too-many-redirects": "redirect",
  "headers-too-large": "answer-too-large",
  "body-too-large": "answer-too-large",
  "encoded-body": "not-text",
  "malformed-answer": "malformed",
};
