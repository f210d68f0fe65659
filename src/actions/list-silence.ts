import type { Actor } from "../domain/access/actor.ts";
import { type SilenceSignal, silenceLimits } from "../domain/follow-up/silence.ts";
import type { Clock } from "../platform/clock.ts";
import type { Sql } from "../platform/database.ts";
import {
  listSilentFeeds,
  listSilentIntermediaries,
  listSilentRecipients,
} from "../store/views/silence-list.ts";
import { permit } from "./access/permit.ts";
import { recordAct } from "./access/record-act.ts";

/** Of whom nothing comes: feeds first, then intermediaries and recipients, the longest first. For people of the house. */
export async function listSilence({
  context,
  input: { actor },
}: {
  readonly context: { readonly sql: Sql; readonly clock: Clock };
  readonly input: { readonly actor: Actor };
}): Promise<readonly SilenceSignal[]> {
  permit(actor, "silence.read", "everybody");
  const { sql, clock } = context;
  const now = clock();
  const signals = [
    ...(await listSilentFeeds(sql)),
    ...(await listSilentIntermediaries(sql, now, silenceLimits)),
    ...(await listSilentRecipients(sql, now, silenceLimits)),
  ];
  const detail = { what: "silence", signals: signals.length };
  await recordAct(context, { actor, act: "silence.read", about: null, subject: null, detail });
  return signals;
}
