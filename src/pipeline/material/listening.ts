import type { CheckAuthor } from "../../domain/incoming/check-author.ts";
import type { ReadOwnAddress } from "../../domain/incoming/own-address.ts";
import type { ReadMail } from "../../domain/incoming/read-mail.ts";
import type { EmailAddress } from "../../domain/network/email-address.ts";
import type { Sql } from "../../platform/database.ts";
import type { Log } from "../../platform/log.ts";
import { deriveKey, type MasterKey } from "../../platform/master-key.ts";
import type { PipelineContext } from "./context.ts";
import type { Deciding } from "./deciding.ts";

/** What taking mail in and heeding it works with besides what every stage has. */
export type ListeningContext = Pick<
  PipelineContext,
  "sql" | "clock" | "instance" | "catalogue" | "masterKey" | "readBasis"
> & {
  readonly log: Log;
  readonly readMail: ReadMail;
  readonly readAddress: ReadOwnAddress;
  /** From which we send, and at which people write to us. */
  readonly houseAddresses: ReadonlySet<EmailAddress>;
  readonly checkAuthor: CheckAuthor;
};

/** What heeding asks of another stage, strung together by run-listen.ts. */
export type DecideAgain = (sql: Sql, deciding: Deciding, ids: readonly number[]) => Promise<number>;

/** The key that received mail and answers to it are sealed with, each under its id. */
export function receivedKeyOf(masterKey: MasterKey): Buffer {
  return deriveKey(masterKey, "received mail");
}
