import type { Actor } from "../domain/access/actor.ts";
import type { EmailAddress } from "../domain/network/email-address.ts";
import { makeKeyedHash } from "../platform/keyed-hash.ts";
import { suppressionPurpose } from "../store/suppressions.ts";
import {
  listSuppressionEntries,
  type SuppressionListEntry,
} from "../store/views/suppression-list.ts";
import { permit } from "./access/permit.ts";
import type { SuppressionContext } from "./suppressions/put-suppressions.ts";

/** Entries of the suppression list, the latest first; whether an address is on it can be asked, whose it is cannot. */
export async function listSuppressions({
  context,
  input,
}: {
  readonly context: SuppressionContext;
  readonly input: {
    readonly actor: Actor;
    readonly address: EmailAddress | null;
    /** Also what was withdrawn or is over. */
    readonly all: boolean;
    readonly after: string | null;
    readonly limit: number;
  };
}): Promise<SuppressionListEntry[]> {
  const { actor, address, ...filters } = input;
  permit(actor, "suppression.read", "everybody");
  const hash = makeKeyedHash(context.masterKey, suppressionPurpose);
  const addressHash = address === null ? null : hash(address);
  return listSuppressionEntries(context.sql, { ...filters, addressHash, now: context.clock() });
}
