import type { RegisteredObject } from "../../domain/contacts/contact-lookup.ts";
import { formatAddress } from "../../domain/network/ip-address.ts";
import type { Clock } from "../../platform/clock.ts";
import type { FetchAnswer, GuardedFetch } from "../guard/fetch-answer.ts";
import type { HostBlock, HostPace } from "../host-pace.ts";
import { readRetryAfter } from "../retry-after.ts";
import { findServers } from "./bootstrap.ts";
import { isRecord } from "./entities.ts";
import { makeBootstrapReader } from "./read-bootstrap-file.ts";
import { readBoundedJson } from "./read-bounded-json.ts";

/** What a registry says of an object. */
export type RdapAnswer =
  | {
      readonly kind: "found";
      readonly url: string;
      /** The answer as it came (RFC 9083): an object of JSON, otherwise unchecked. */
      readonly object: Readonly<Record<string, unknown>>;
    }
  /** No registry knows it, or none is responsible. */
  | { readonly kind: "none"; readonly url: string | null; readonly detail: string }
  | { readonly kind: "failed"; readonly detail: string; readonly retryAt: number | null };

/** Asks the registry that is responsible for an object. */
export type RdapClient = (object: RegisteredObject) => Promise<RdapAnswer>;

export type RdapClientOptions = {
  readonly fetch: GuardedFetch;
  readonly clock: Clock;
  readonly pace: HostPace;
  /** Where the bootstrap files are, with a slash at the end. */
  readonly bootstrapUrl: string;
};

const maxAnswerBytes = 1 << 20;
const timeoutMs = 15_000;
const awayMs = 5 * 60_000;
const mediaTypes = ["application/rdap+json", "application/json"];

/**
 * An RDAP client (STD 95): the server by the bootstrap files of IANA, redirects to other registries followed (RFC 7480
 * section 5.2), one request at a time to a server, and none while it said 429.
 */
export function makeRdapClient(options: RdapClientOptions): RdapClient {
  const { pace, fetch, clock } = options;
  const readBootstrap = makeBootstrapReader(options);

  async function askServer(server: string, path: string): Promise<RdapAnswer> {
    const { hostname } = new URL(server);
    return pace.take(hostname, async () => {
      const block = pace.findBlock(hostname);
      if (block !== null) return { kind: "failed", detail: block.why, retryAt: block.until };
      const url = `${server}${path}`;
      const answer = await fetch({
        url,
        redirects: "any",
        accept: mediaTypes.join(", "),
        maxBodyBytes: maxAnswerBytes,
        timeoutMs,
      });
      const busy = findReasonToWait(answer, hostname, clock().getTime());
      if (busy === null) return readAnswer(answer);
      const asked = answer.kind === "failed" ? hostname : new URL(answer.url).hostname;
      for (const host of new Set([hostname, asked])) pace.block(host, busy);
      return { kind: "failed", detail: busy.why, retryAt: busy.until };
    });
  }

  return async (object) => {
    const bootstrap = await readBootstrap(object);
    if ("fault" in bootstrap) {
      return { kind: "failed", detail: bootstrap.fault, retryAt: bootstrap.retryAt };
    }
    const servers = findServers(bootstrap.services, object);
    let last: RdapAnswer = {
      kind: "none",
      url: null,
      detail: "no registry with RDAP over https is responsible",
    };
    for (const server of servers) {
      last = await askServer(server, pathOf(object));
      if (last.kind !== "failed") return last;
    }
    return last;
  };
}

/** The query by RFC 9082 section 3.1. */
function pathOf(object: RegisteredObject): string {
  switch (object.kind) {
    case "address":
      return `ip/${formatAddress(object.address)}`;
    case "asn":
      return `autnum/${object.asn}`;
    case "name":
      return `domain/${object.name}`;
  }
}

function readAnswer(answer: FetchAnswer): RdapAnswer {
  if (answer.kind === "failed") return toFailed(answer.detail);
  const { status, url, headers, body } = answer;
  if (status === 404) return { kind: "none", url, detail: "the registry does not know it" };
  if (status !== 200) return toFailed(`${url} answers ${status}`);
  const mediaType = headers.get("content-type")?.split(";")[0]?.trim().toLowerCase() ?? "none";
  if (!mediaTypes.includes(mediaType)) return toFailed(`${url} sends no RDAP, but ${mediaType}`);
  const read = readBoundedJson(body);
  if ("fault" in read) return toFailed(`${url}: the answer ${read.fault}`);
  if (!isRecord(read.value)) return toFailed(`${url}: the answer is no object`);
  return { kind: "found", url, object: read.value };
}

/**
 * Why the server is to be left alone for a while: it said 429, or 503 with a time (RFC 7480 section 5.5), or it does not
 * answer at all, and a thousand questions would each wait for that.
 */
function findReasonToWait(answer: FetchAnswer, host: string, now: number): HostBlock | null {
  if (answer.kind === "failed") {
    const isAway = answer.reason === "time-out" || answer.reason === "unreachable";
    return isAway ? { until: now + awayMs, why: answer.detail } : null;
  }
  const after = answer.headers.get("retry-after");
  const isBusy = answer.status === 429 || (answer.status === 503 && after !== undefined);
  if (!isBusy) return null;
  return { until: readRetryAfter(after, now), why: `${host} wants to be asked less often` };
}

function toFailed(detail: string): RdapAnswer {
  return { kind: "failed", detail, retryAt: null };
}
