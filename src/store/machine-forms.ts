import type { MachineFormat } from "../domain/endpoint/endpoint.ts";
import type { EndpointId, NotificationId } from "../domain/ids.ts";
import type { ChannelName } from "../domain/notification/channel.ts";
import type { Sql } from "../platform/database.ts";
import { deriveKey, type MasterKey } from "../platform/master-key.ts";
import { openSealedBytes, sealBytes } from "../platform/sealed-bytes.ts";

/** A notification as its recipient's program reads it, and to which endpoint it goes first. */
export type ReadyMachineForm = {
  readonly channel: Exclude<ChannelName, "mail">;
  readonly endpoint: EndpointId;
  readonly format: MachineFormat;
  readonly sha256: Buffer;
  /** The rendered bytes, sealed. */
  readonly content: Buffer;
  /** When a worker comes to it. */
  readonly firstAttemptAt: Date;
};

/** Seals the form of a notification for programs, under another name than its mail. */
export function sealMachineForm(
  masterKey: MasterKey,
  id: NotificationId,
  bytes: Uint8Array,
): Buffer {
  return sealBytes(deriveKey(masterKey, "notification content"), nameOf(id), bytes);
}

/** Opens what `sealMachineForm` sealed. */
export function openMachineForm(
  masterKey: MasterKey,
  id: NotificationId,
  sealed: Uint8Array,
): Buffer {
  return openSealedBytes(deriveKey(masterKey, "notification content"), nameOf(id), sealed);
}

function nameOf(id: NotificationId): string {
  return `${id} for programs`;
}

/** Keeps the forms of notifications that have one, in the order given. */
export async function insertMachineForms(
  sql: Sql,
  ready: readonly {
    readonly notification: { readonly id: string };
    readonly machine: ReadyMachineForm | null;
  }[],
): Promise<void> {
  const forms = ready.flatMap(({ notification, machine }) =>
    machine === null ? [] : [{ id: notification.id, ...machine }],
  );
  if (forms.length === 0) return;
  await sql.query(
    `insert into machine_forms (notification_id, format, sha256, content)
     select f.id, f.format, f.sha256, f.content
       from unnest($1::uuid[], $2::text[], $3::bytea[], $4::bytea[]) with ordinality as f (id, format, sha256, content, n)
      order by f.n`,
    [
      forms.map(({ id }) => id),
      forms.map(({ format }) => format),
      forms.map(({ sha256 }) => sha256),
      forms.map(({ content }) => content),
    ],
  );
}

/** Destroys the bytes of forms composed before this instant that nobody waits for. */
export async function destroyOldForms(sql: Sql, before: Date): Promise<number> {
  const { rowCount } = await sql.query(
    `update machine_forms m set content = null
       from notifications n
      where n.id = m.notification_id and m.content is not null and n.composed_at < $1
        and not exists (select from deliveries d where d.notification_id = m.notification_id and d.settled_at is null)
        and not exists (select from resends r where r.notification_id = m.notification_id and r.settled_at is null)`,
    [before],
  );
  return rowCount;
}
