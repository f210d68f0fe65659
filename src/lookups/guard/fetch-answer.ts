/** What is fetched, and how far the other side may go. */
export type FetchRequest = {
  /** `https://…` of a name or address, without user, password or port. */
  readonly url: string;
  /** `same-host`: path and query may change, the host not. A redirect from https to http is always refused. */
  readonly redirects: "none" | "same-host" | "any";
  /** Whether plain http on port 80 will do too. Default no. */
  readonly allowHttp?: boolean;
  /** What we would like to have, as the header says it. Default anything. */
  readonly accept?: string;
  /** Default 64 KiB. */
  readonly maxBodyBytes?: number;
  /** For all of it: resolving, connecting, redirects, body. Default 10 s. */
  readonly timeoutMs?: number;
};

/** Why nothing came of it; the codes are stable. */
export type FetchFault =
  | "url-refused"
  | "private-address"
  | "no-such-host"
  | "time-out"
  | "unreachable"
  | "bad-certificate"
  | "redirect-refused"
  | "too-many-redirects"
  | "headers-too-large"
  | "body-too-large"
  | "encoded-body"
  | "malformed-answer";

/** What one server said. */
export type FetchedContent = {
  /** 200 to 599, and never that of a redirect with somewhere to go. */
  readonly status: number;
  /** The address that was connected to. */
  readonly address: string;
  /** By lower case name; of repeated ones the values joined by `, `. */
  readonly headers: ReadonlyMap<string, string>;
  /** As it came: the charset is for the caller. */
  readonly body: Buffer;
};

export type FetchAnswer =
  | ({ readonly kind: "answered"; readonly url: string } & FetchedContent)
  | { readonly kind: "failed"; readonly reason: FetchFault; readonly detail: string };

/** Fetches from a stranger's server; `failed` for everything that the other side does wrong, never a throw. */
export type GuardedFetch = (request: FetchRequest) => Promise<FetchAnswer>;

/** Carries a fault up through the HTTP client. */
export class FetchRefusal extends Error {
  override readonly name = "FetchRefusal";
  readonly reason: FetchFault;

  constructor(reason: FetchFault, message: string) {
    // A redirect may be as long as all headers together.
    super(message.slice(0, 500));
    this.reason = reason;
  }
}
