import type { DnsReply } from "./ask-server.ts";
import type { DnsMessage, DnsRecord } from "./dns-message.ts";

/** What a server of the zone above says about a name, asked for its NS records. */
export type Delegation =
  /** A zone begins here. `glue` has addresses of servers that stand inside the zone that was asked. */
  | {
      readonly kind: "cut";
      readonly servers: readonly string[];
      readonly glue: readonly DnsRecord[];
    }
  | { readonly kind: "no-cut" }
  | { readonly kind: "no-such-name" }
  | Extract<DnsReply, { kind: "failed" }>;

/** More name servers than any zone has; what names more is no zone to trust. */
const mostServers = 24;

/** Reads an answer of a server of `zone` ("" is the root) about the NS records of `name`, which lies in it. */
export function readDelegation(reply: DnsReply, name: string, zone: string): Delegation {
  if (reply.kind === "failed") return reply;
  const { message } = reply;
  if (message.rcode === "NXDOMAIN" && message.isAuthoritative) return { kind: "no-such-name" };
  if (message.rcode !== "NOERROR") return lame(`answers ${message.rcode}`);
  // A server of both zones answers for the lower one; any other refers to it.
  const servers = listServers(message, name);
  if (servers.length > mostServers) {
    return { kind: "failed", reason: "malformed", detail: `names ${servers.length} name servers` };
  }
  if (servers.length > 0) return { kind: "cut", servers, glue: listGlue(message, zone) };
  return message.isAuthoritative ? { kind: "no-cut" } : lame("is not in charge");
}

function listServers({ isAuthoritative, answers, authorities }: DnsMessage, name: string) {
  const records = isAuthoritative ? answers : authorities;
  const values = records
    .filter((record) => record.type === "NS" && record.name === name)
    .map(({ value }) => value);
  return [...new Set(values)];
}

/** Addresses outside the zone are nothing that its servers may tell. */
function listGlue({ additionals }: DnsMessage, zone: string): DnsRecord[] {
  return additionals.filter(
    ({ type, name }) =>
      (type === "A" || type === "AAAA") &&
      (zone === "" || name === zone || name.endsWith(`.${zone}`)),
  );
}

function lame(detail: string): Delegation {
  return { kind: "failed", reason: "server-failure", detail };
}
