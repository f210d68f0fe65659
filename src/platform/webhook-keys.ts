import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";

/** The two keys of a webhook by Standard Webhooks, 32 bytes each: of `v1` (HMAC-SHA256) and the seed of `v1a` (Ed25519). */
type WebhookKeys = { readonly shared: Uint8Array; readonly seed: Uint8Array };

/** RFC 8410: what stands before the 32 bytes of a private key in PKCS #8. */
const pkcs8Head = Buffer.from("302e020100300506032b657004220420", "hex");
const keyBytes = 32;

/** The private key that signs `v1a`. */
export function toSigningKey({ seed }: Pick<WebhookKeys, "seed">): KeyObject {
  const key = Buffer.concat([pkcs8Head, seed]);
  return createPrivateKey({ key, format: "der", type: "pkcs8" });
}

/** What the receiver is given, as Standard Webhooks writes it: `whsec_…` is secret, `whpk_…` is not. */
export function toReceiverKeys(keys: WebhookKeys): {
  readonly secret: string;
  readonly publicKey: string;
} {
  const der = createPublicKey(toSigningKey(keys)).export({ format: "der", type: "spki" });
  return {
    secret: `whsec_${Buffer.from(keys.shared).toString("base64")}`,
    publicKey: `whpk_${der.subarray(-keyBytes).toString("base64")}`,
  };
}
