import type { DeliveryId } from "../../domain/ids.ts";
import {
  type BounceMeaning,
  type FailedMeaning,
  isFailed,
  softMeanings,
} from "../../domain/incoming/bounce-meaning.ts";
import type { MailEffect } from "../../domain/incoming/received-mail.ts";
import type { EmailAddress } from "../../domain/network/email-address.ts";
import type { Sql } from "../../platform/database.ts";
import { type AddressState, listDeadOf, saveAddressEvents } from "../../store/address-states.ts";
import {
  listQueuedTo,
  markBounced,
  markFailed,
  markUndeliverable,
  type SupersedeReason,
} from "../../store/delivery-outcomes.ts";
import { countSoftBounces } from "../../store/received-mails.ts";
import type { Basis } from "./basis.ts";
import { startDeciding } from "./deciding.ts";
import type { DecideAgain, ListeningContext } from "./listening.ts";
import { tellOfDeadAddress } from "./tell-of-dead-address.ts";

/** A delivery, or mail about the register, that came back. */
export type Bounce = {
  readonly kind: "delivery" | "notice";
  readonly delivery: DeliveryId;
  readonly address: EmailAddress;
  readonly meaning: FailedMeaning;
  /** For the record of the address. */
  readonly reason: string;
};

/** So many different mails that came back within so many days, and the address counts as dead. */
const softUntilDead = 3;
const softDays = 30;
const dayMs = 86_400_000;

const reasons: Readonly<Record<FailedMeaning, SupersedeReason>> = {
  dead: "address-dead",
  refused: "refused",
  "gave-up": "retries-exhausted",
  content: "refused",
  ours: "refused",
};

/**
 * Draws everything that follows from mail that came back, in the transaction that records it: the delivery failed, the
 * address is what it is, whatever waits for a dead one goes elsewhere, its organisation is told, the next rung is due.
 */
export async function drawBounce(
  context: Pick<ListeningContext, "clock" | "instance">,
  sql: Sql,
  decideAgain: DecideAgain,
  basis: Basis,
  bounce: Bounce,
): Promise<MailEffect[]> {
  const now = context.clock();
  const { address, delivery, meaning } = bounce;
  const state = await toAddressState(sql, bounce, now);
  const effects: MailEffect[] = [];
  const back = bounce.kind === "delivery" ? [delivery] : [];
  const others: DeliveryId[] = [];
  if (state !== null && (await recordState(sql, bounce, state, now))) {
    effects.push(state === "dead" ? "address-dead" : "address-soft");
    if (state === "dead") {
      others.push(...(await listQueuedTo(sql, address)).filter((id) => id !== delivery));
      const about = { instance: context.instance, world: basis.world, at: now };
      if ((await tellOfDeadAddress(sql, about, address)) > 0) effects.push("contact-told");
    }
  }
  const because = state === "dead" ? "address-dead" : reasons[meaning];
  const findings = [
    ...(await markBounced(sql, back, because, now)),
    ...(await markFailed(sql, others, because, now)),
  ];
  if (findings.length > 0) {
    await decideAgain(sql, startDeciding(basis, now), findings);
    await markUndeliverable(sql, findings);
    effects.push("next-rung");
  }
  return effects;
}

/** A dead one stays dead, whatever milder comes after; false when nothing new was learnt. */
async function recordState(
  sql: Sql,
  { address, delivery, reason }: Bounce,
  state: Exclude<AddressState, "ok">,
  now: Date,
): Promise<boolean> {
  if ((await listDeadOf(sql, [address])).has(address)) return false;
  await saveAddressEvents(sql, [{ address, state, since: now, reason, deliveryId: delivery }]);
  return true;
}

async function toAddressState(
  sql: Sql,
  { address, meaning }: Bounce,
  now: Date,
): Promise<Exclude<AddressState, "ok"> | null> {
  if (meaning === "dead") return "dead";
  if (!isSoft(meaning)) return null;
  const since = new Date(now.getTime() - softDays * dayMs);
  const before = await countSoftBounces(sql, address, softMeanings, since);
  return before + 1 >= softUntilDead ? "dead" : "soft";
}

function isSoft(meaning: FailedMeaning): boolean {
  return softMeanings.some((soft) => soft === meaning);
}

/** Whether a program may draw what follows; else a person has to. */
export function isPlain(meaning: BounceMeaning | null): meaning is FailedMeaning {
  return meaning !== null && isFailed(meaning);
}
