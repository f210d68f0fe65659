import type { EmailAddress } from "../network/email-address.ts";

/** What mail for an address is paced by: its mail domain, which is all that we see behind the next server. */
export function mailHostOf(address: EmailAddress): string {
  return address.slice(address.lastIndexOf("@") + 1);
}
