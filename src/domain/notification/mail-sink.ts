/** A mail that the sink took instead of its recipient's server. */
export type SinkEntry = {
  readonly id: string;
  /** RFC 3339. */
  readonly receivedAt: string;
  /** Return path and recipients of the envelope. */
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  /** Empty when it has none. */
  readonly messageId: string;
  readonly bytes: number;
};

/** Where mail ends that must not leave the house, to be looked at. */
export type MailSink = {
  /** The newest first. */
  list(limit: number): Promise<readonly SinkEntry[]>;
  /** A mail as it came over the wire; throws `not-found`. */
  read(id: string): Promise<Uint8Array>;
};
