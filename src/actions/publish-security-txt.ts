import type { Instance } from "../domain/instance.ts";
import type { SignText } from "../domain/keys/sign-text.ts";
import type { Clock } from "../platform/clock.ts";
import type { Sql } from "../platform/database.ts";
import { listPublishedKeys } from "./keys/list-published.ts";

const dayMs = 24 * 60 * 60_000;
/** Whoever keeps a copy asks again after so long at the latest; RFC 9116 wants less than a year. */
const validDays = 90;

/** Where a key of ours is to be had, below the address of the portal. */
export function keyPathOf({
  kind,
  name,
}: {
  readonly kind: string;
  readonly name: string;
}): string {
  return `/.well-known/keys/${name}.${kind === "pgp" ? "asc" : "pem"}`;
}

/**
 * Our own security.txt (RFC 9116): where to tell us of weaknesses of ours, and by which keys; signed where a key of OpenPGP
 * signs.
 */
export async function publishSecurityTxt({
  context,
}: {
  readonly context: {
    readonly sql: Sql;
    readonly clock: Clock;
    readonly instance: Pick<Instance, "contact" | "languages">;
    readonly publicUrl: string;
    readonly signText: SignText;
  };
}): Promise<string> {
  const { instance, publicUrl, clock, signText } = context;
  const now = clock();
  const expires = new Date(now.getTime() + validDays * dayMs).toISOString();
  const keys = (await listPublishedKeys(context.sql, now)).filter(
    ({ kind, state }) => kind === "pgp" && (state === "signing" || state === "coming"),
  );
  const text = [
    `Contact: mailto:${instance.contact.email}`,
    `Contact: ${instance.contact.page}`,
    `Expires: ${expires.replace(/\.\d{3}Z$/, "Z")}`,
    ...keys.map((key) => `Encryption: ${publicUrl}${keyPathOf(key)}`),
    `Preferred-Languages: ${instance.languages.join(", ")}`,
    `Canonical: ${publicUrl}/.well-known/security.txt`,
  ].join("\n");
  return (await signText(text, now)) ?? `${text}\n`;
}
