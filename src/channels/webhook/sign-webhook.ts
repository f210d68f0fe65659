import { sign } from "node:crypto";
import { Webhook } from "standardwebhooks";
import type { WebhookSecret } from "../../domain/endpoint/webhook-secret.ts";
import { toReceiverKeys, toSigningKey } from "../../platform/webhook-keys.ts";

/** One message of a webhook. */
export type WebhookMessage = {
  /** The same each time that it is sent. */
  readonly id: string;
  readonly sentAt: Date;
  readonly body: Uint8Array;
};

/**
 * The headers of a message by Standard Webhooks: for each secret a signature `v1` (HMAC-SHA256) and one `v1a` (Ed25519), over
 * id, time and body.
 */
export function signWebhook(
  { id, sentAt, body }: WebhookMessage,
  secrets: readonly WebhookSecret[],
): Record<string, string> {
  const seconds = Math.floor(sentAt.getTime() / 1000);
  const signed = Buffer.concat([Buffer.from(`${id}.${seconds}.`), body]);
  const text = Buffer.from(body).toString();
  const signatures = secrets.flatMap((secret) => [
    new Webhook(toReceiverKeys(secret).secret).sign(id, sentAt, text),
    `v1a,${sign(null, signed, toSigningKey(secret)).toString("base64")}`,
  ]);
  return {
    "webhook-id": id,
    "webhook-timestamp": String(seconds),
    "webhook-signature": signatures.join(" "),
  };
}
