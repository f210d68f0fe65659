import type { OrganisationId } from "../../domain/ids.ts";
import type { DomainName } from "../../domain/network/domain-name.ts";
import { mailDomainOf } from "../../domain/network/email-address.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Sql } from "../../platform/database.ts";
import type { MasterKey } from "../../platform/master-key.ts";
import type { VerifiedNotification } from "../../store/views/verified-notification.ts";

/** What finding out works with. */
export type VerifyContext = {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly masterKey: MasterKey;
  readonly instance: { readonly numberPrefix: string };
};

/** Whether we sent it. */
export type Verification =
  /** It cannot be a number of ours: a sign is wrong. Known by calculation, without looking. */
  | { readonly kind: "mistyped" }
  /** No such number, or not with that code: the same answer for both. */
  | { readonly kind: "unknown" }
  | {
      readonly kind: "ours";
      readonly number: string;
      readonly sentAt: Date;
      /** Whose contact it went to; null where only an address was known. */
      readonly organisation: OrganisationId | null;
      /** Of that address. */
      readonly mailDomain: DomainName;
      readonly findings: number;
      /** Null: all of it stands. */
      readonly withdrawn: { readonly at: Date; readonly findings: number } | null;
    };

/** What is said of a notification of ours. */
export function toVerification(
  found: VerifiedNotification,
): Extract<Verification, { readonly kind: "ours" }> {
  const { sentAt, rows, address, organisation, withdrawal } = found;
  return {
    kind: "ours",
    number: found.number,
    sentAt,
    organisation,
    mailDomain: mailDomainOf(address),
    findings: rows,
    withdrawn:
      withdrawal === null || withdrawal.withdrawn === 0
        ? null
        : { at: withdrawal.at, findings: withdrawal.withdrawn },
  };
}
