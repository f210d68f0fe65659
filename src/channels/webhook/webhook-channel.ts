import { classifyPost } from "../../domain/endpoint/classify-post.ts";
import type { MachineChannels } from "../../domain/endpoint/destination.ts";
import type { GuardedPost } from "../../domain/endpoint/guarded-post.ts";
import { signWebhook } from "./sign-webhook.ts";

const concurrency = 20;

/**
 * Posts notifications to webhooks of organisations, signed by Standard Webhooks. The id of a message is that of its
 * notification, so that a receiver knows what it was sent before; nothing is in doubt then, once more does no harm.
 */
export function makeWebhookChannel({
  post,
  clock,
}: {
  readonly post: GuardedPost;
  readonly clock: () => Date;
}): MachineChannels["webhook"] {
  return {
    name: "webhook",
    concurrency,
    send: async ({ notificationId: id, to, bytes: body }, beforeContent) => {
      await beforeContent();
      const headers = {
        "content-type": "application/json",
        ...signWebhook({ id, sentAt: clock(), body }, to.secrets),
      };
      return classifyPost(await post({ url: to.url, headers, body }), clock());
    },
    settleDoubts: async (messageIds) => new Map(messageIds.map((id) => [id, "repeatable"])),
  };
}
