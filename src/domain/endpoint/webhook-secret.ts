/** What one webhook is signed with, by both schemes of Standard Webhooks; 32 bytes each. */
export type WebhookSecret = {
  /** Of `v1` (HMAC-SHA256); the receiver has it too. */
  readonly shared: Uint8Array;
  /** Seed of the private key of `v1a` (Ed25519); the receiver has the public one. */
  readonly seed: Uint8Array;
};
