/** A mail in a mailbox. */
export type MailboxEntry = {
  readonly uid: number;
  readonly bytes: number;
};

/** A mailbox that is open. */
export type OpenMailbox = {
  /** Positions are good for as long as this stays what it is (RFC 9051 section 2.3.1.1). */
  readonly uidValidity: number;
  /** Mails behind this position, in its order. */
  list(afterUid: number, limit: number): Promise<MailboxEntry[]>;
  /** A mail as it lies there; null when it is gone. */
  read(uid: number): Promise<Uint8Array | null>;
  /** Puts a mail away that was taken in, or marks it as read. */
  putAway(uid: number): Promise<void>;
};

/** Where mail is fetched from. */
export type Mailbox = {
  /** Server and folder, without the password. */
  readonly name: string;
  /** Opens it, lets `work` do its work and closes it again. */
  open<T>(work: (mailbox: OpenMailbox) => Promise<T>): Promise<T>;
};
