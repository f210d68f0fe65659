import type { Actor } from "../domain/access/actor.ts";
import { type OwnKey, type OwnKeyState, stateOfOwnKey, warningOf } from "../domain/keys/own-key.ts";
import type { Clock } from "../platform/clock.ts";
import type { Sql } from "../platform/database.ts";
import { listOwnKeys } from "../store/views/own-key-list.ts";
import { permit } from "./access/permit.ts";

/** A key of the installation, and how it stands now. */
export type ListedKey = OwnKey & {
  readonly state: OwnKeyState;
  /** Whether it ends within 60 days. */
  readonly endsSoon: boolean;
};

/** All keys of the installation without their private parts, retired ones too. */
export async function listKeys({
  context,
  input,
}: {
  readonly context: { readonly sql: Sql; readonly clock: Clock };
  readonly input: { readonly actor: Actor };
}): Promise<ListedKey[]> {
  permit(input.actor, "key.read", "everybody");
  const now = context.clock();
  return (await listOwnKeys(context.sql)).map((key) => {
    const state = stateOfOwnKey(key, now);
    const inUse = state === "coming" || state === "signing";
    return { ...key, state, endsSoon: inUse && warningOf(key.expiresAt, now) !== null };
  });
}
