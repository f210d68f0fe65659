import { type OwnKey, type OwnKeyState, stateOfOwnKey } from "../../domain/keys/own-key.ts";
import type { Sql } from "../../platform/database.ts";
import { listOwnKeys } from "../../store/views/own-key-list.ts";

/** A key of ours as anybody may have it. */
export type PublishedKey = Pick<
  OwnKey,
  "name" | "identity" | "publicPart" | "signsFrom" | "expiresAt" | "retiredAt"
> & {
  readonly kind: "pgp" | "smime";
  readonly state: OwnKeyState;
};

/** Keys that our mail is signed with, was, or will be; for anybody to check it. Those in use first. */
export async function listPublishedKeys(sql: Sql, now: Date): Promise<PublishedKey[]> {
  const published = (await listOwnKeys(sql)).flatMap(
    ({ kind, name, identity, publicPart, signsFrom, expiresAt, retiredAt }): PublishedKey[] => {
      const dates = { signsFrom, expiresAt, retiredAt };
      const state = stateOfOwnKey(dates, now);
      return kind === "dkim" ? [] : [{ kind, name, identity, publicPart, ...dates, state }];
    },
  );
  return published.sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
}

const order: readonly OwnKeyState[] = ["signing", "coming", "expired", "retired"];
