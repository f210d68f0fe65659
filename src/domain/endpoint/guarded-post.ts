/** What is posted to a server that an organisation named. */
export type PostRequest = {
  /** Without fault by `findUrlFault`. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
};

/** What came of it. A redirect is an answer as any other and is not followed. */
export type PostAnswer =
  | {
      readonly kind: "answered";
      readonly status: number;
      /** By lower case name. */
      readonly headers: ReadonlyMap<string, string>;
      /** The beginning of the body, as text. */
      readonly text: string;
    }
  | {
      readonly kind: "failed";
      /** A stable code (`time-out`, `private-address`, …). */
      readonly reason: string;
      readonly detail: string;
    };

/** Posts to public addresses only, within limits of time and size; never throws for what the other side does. */
export type GuardedPost = (request: PostRequest) => Promise<PostAnswer>;
