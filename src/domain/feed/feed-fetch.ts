/** A request to a server that a feed's settings name. */
export type FeedRequest = {
  readonly url: string;
  /** By lower case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** What is posted; null: a GET. */
  readonly body: string | null;
  /** Whether the server may stand in a private network. */
  readonly internal: boolean;
};

export type FeedAnswer = {
  readonly status: number;
  /** By lower case name. */
  readonly headers: ReadonlyMap<string, string>;
  /** To be read to its end, or to be closed; throws `feed-failed` when it breaks off. */
  readonly body: AsyncIterable<Uint8Array>;
  /** Lets the connection go, read or not. */
  close(): Promise<void>;
};

/** Asks a server; throws `feed-failed` when there is no answer. Redirects are answers. */
export type FeedFetch = (request: FeedRequest) => Promise<FeedAnswer>;
