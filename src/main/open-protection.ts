import { makeMailProtection } from "../channels/mail/protect/mail-protection.ts";
import type { ProtectMail } from "../channels/mail/protect/protect-mail.ts";
import type { OutgoingContext } from "../cli/installation.ts";
import { makeSignerReader } from "./read-signers.ts";

/** Signs mail with the keys that the database holds, as the instance file says. */
export function openProtection({
  sql,
  masterKey,
  instance,
}: Pick<OutgoingContext, "sql" | "masterKey" | "instance">): ProtectMail {
  return makeMailProtection({
    prefers: instance.signing,
    readSigners: makeSignerReader({ sql, masterKey, instance }),
  });
}
