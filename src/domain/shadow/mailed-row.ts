import type { Catalogue, FindingType } from "../finding/finding-type.ts";
import type { DomainName } from "../network/domain-name.ts";
import type { EmailAddress } from "../network/email-address.ts";
import type { Address } from "../network/ip-address.ts";

/** What a list of mailed rows may say, by the names that `--mailed-map column=field` takes. */
export const mailedFields = ["address", "ip", "host", "type", "time"] as const;

export type MailedField = (typeof mailedFields)[number];

/** A row of what was really mailed: who was told about which object. */
export type MailedRow = {
  /** Empty: nobody was told. */
  readonly recipients: readonly EmailAddress[];
  readonly address: Address | null;
  /** A name or mail domain. */
  readonly name: DomainName | null;
  /** Null where the list does not say it. */
  readonly type: FindingType | null;
  /** Milliseconds since 1970 UTC; null where it cannot be read. */
  readonly at: number | null;
};

export type MailedOptions = {
  readonly fileName: string;
  /** Our field by the column, lower case. */
  readonly mapping: ReadonlyMap<string, string>;
  /** Key of the recipients in events of IntelMQ. */
  readonly contactField: string;
  /** Whether a row has to say its type; null: when the list says types at all. */
  readonly byType: boolean | null;
  readonly catalogue: Catalogue;
};
