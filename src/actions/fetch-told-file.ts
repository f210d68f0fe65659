import { findFileContent, openNotificationFile } from "../store/notification-files.ts";
import { findWithdrawal } from "../store/views/notification-withdrawal.ts";
import { listToldFiles, type ToldFile } from "../store/views/told-files.ts";
import { recordAct } from "./access/record-act.ts";
import { type AnsweringContext, openLink } from "./answering/open-link.ts";

/** A file that the mail of a link named instead of holding it; or why it is not given. */
export type FetchedFile =
  | {
      readonly kind: "file";
      readonly file: ToldFile;
      /** Of whom: so that fetches are counted by link. */
      readonly link: string;
      /** Opens it: the very bytes whose digest the mail named. Null: they were destroyed meanwhile. */
      readonly open: () => Promise<Buffer | null>;
    }
  /** Some of its rows were taken back, and it cannot be had without them. */
  | { readonly kind: "taken-back" }
  /** Its time is over. */
  | { readonly kind: "over" }
  | { readonly kind: "no-such-file" }
  /** The link leads nowhere. */
  | { readonly kind: "dead" };

/**
 * A file of a notification by the word of its link and the number that the mail gives it. Changes nothing but the audit log,
 * which has every file that was opened.
 *
 * The link of a supplier leads to no file: it is for some rows only.
 */
export async function fetchToldFile({
  context,
  input,
}: {
  readonly context: AnsweringContext;
  readonly input: { readonly token: string; readonly position: number };
}): Promise<FetchedFile> {
  const { sql, clock, masterKey } = context;
  const { token, position } = input;
  const found = await openLink(context, token);
  if (found === null) return { kind: "dead" };
  if (found.isSupplier) return { kind: "no-such-file" };
  const { link, notification, actor } = found;
  const files = await listToldFiles(sql, link.notification);
  const file = files.find((file) => file.position === position);
  if (file === undefined) return { kind: "no-such-file" };
  const withdrawal = await findWithdrawal(sql, link.notification);
  if (withdrawal !== null && withdrawal.withdrawn > 0) return { kind: "taken-back" };
  if (file.until <= clock()) return { kind: "over" };
  const open = async (): Promise<Buffer | null> => {
    const sealed = await findFileContent(sql, link.notification, position);
    if (sealed === null) return null;
    await recordAct(context, {
      actor,
      act: "finding.read",
      about: notification.organisation,
      subject: link.notification,
      detail: { rows: notification.rows, file: position },
    });
    return openNotificationFile(masterKey, link.notification, position, sealed);
  };
  return { kind: "file", file, link: link.id, open };
}
