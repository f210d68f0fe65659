import type { Actor } from "../domain/access/actor.ts";
import type { NotificationId } from "../domain/ids.ts";
import type { Clock } from "../platform/clock.ts";
import type { Sql } from "../platform/database.ts";
import { AppError } from "../platform/errors.ts";
import type { MasterKey } from "../platform/master-key.ts";
import { findFileContent, openNotificationFile } from "../store/notification-files.ts";
import { listToldFiles, type ToldFile } from "../store/views/told-files.ts";
import { permit } from "./access/permit.ts";
import { recordAct } from "./access/record-act.ts";

/**
 * A file that a mail could not hold, for people of the house who look at what was sent: also when its recipient cannot fetch it any
 * more, for as long as its bytes are kept. Throws `not-found` where there is none, or they are not.
 */
export async function openToldFile({
  context,
  input,
}: {
  readonly context: { readonly sql: Sql; readonly clock: Clock; readonly masterKey: MasterKey };
  readonly input: {
    readonly actor: Actor;
    readonly notification: NotificationId;
    readonly position: number;
  };
}): Promise<{ readonly file: ToldFile; readonly bytes: Buffer }> {
  const { sql, masterKey } = context;
  const { actor, notification, position } = input;
  permit(actor, "mail.read", "everybody");
  const files = await listToldFiles(sql, notification);
  const file = files.find((file) => file.position === position);
  if (file === undefined) throw new AppError("not-found", "There is no such file.");
  const sealed = await findFileContent(sql, notification, position);
  if (sealed === null) {
    throw new AppError("not-found", "The bytes of this file are not kept any more.", {
      remedy: "Its name, size and SHA-256 are all that is left.",
    });
  }
  await recordAct(context, {
    actor,
    act: "mail.read",
    about: null,
    subject: notification,
    detail: { file: position },
  });
  return { file, bytes: openNotificationFile(masterKey, notification, position, sealed) };
}
