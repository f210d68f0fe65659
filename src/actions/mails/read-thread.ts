import type { NotificationId } from "../../domain/ids.ts";
import { runReadAnswer } from "../../pipeline/run-mail-room.ts";
import { listThread, type ThreadEntry } from "../../store/views/received-mails.ts";

/** An entry of a thread; what people of ours wrote with its words, null once they are destroyed. */
export type ShownThreadEntry =
  | Exclude<ThreadEntry, { kind: "answered" }>
  | (Extract<ThreadEntry, { kind: "answered" }> & { readonly text: string | null });

/** The thread of a notification with what we wrote in it, the first first. */
export async function readThread(
  context: Parameters<typeof runReadAnswer>[0],
  notification: NotificationId,
): Promise<ShownThreadEntry[]> {
  const thread: ShownThreadEntry[] = [];
  for (const entry of await listThread(context.sql, notification)) {
    thread.push(
      entry.kind === "answered"
        ? { ...entry, text: await runReadAnswer(context, entry.answer) }
        : entry,
    );
  }
  return thread;
}
