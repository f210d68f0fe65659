import { createHash } from "node:crypto";
import { setImmediate as letOthersGo } from "node:timers/promises";
import { type Endpoint, formatOf } from "../../domain/endpoint/endpoint.ts";
import { patienceMs } from "../../domain/endpoint/machine-patience.ts";
import type { DeliveryId, NotificationId, OrganisationId } from "../../domain/ids.ts";
import type { Notification, NotificationRole } from "../../domain/notification/notification.ts";
import { makePublicNumber, type PublicNumber } from "../../domain/notification/public-number.ts";
import { hasStopLink, kindBits, stopPurpose } from "../../domain/notification/stop-link.ts";
import {
  toVerificationCode,
  verificationPurpose,
} from "../../domain/notification/verification-code.ts";
import { answerTokenBytes, toAnswerToken } from "../../domain/response/answer-token.ts";
import { must } from "../../platform/errors.ts";
import { keyedDigest } from "../../platform/keyed-digest.ts";
import { deriveKey } from "../../platform/master-key.ts";
import { sealBytes } from "../../platform/sealed-bytes.ts";
import { makeStopToken } from "../../platform/stop-token.ts";
import { newUuid } from "../../platform/uuid.ts";
import { findActiveEndpoints } from "../../store/endpoints.ts";
import { type ReadyMachineForm, sealMachineForm } from "../../store/machine-forms.ts";
import { sealNotificationFiles } from "../../store/notification-files.ts";
import { findTakenNumbers, type ReadyNotification } from "../../store/notifications.ts";
import type { Draft } from "./draft-notifications.ts";
import { contentKeyOf, type OutgoingContext } from "./outgoing.ts";

/** Gives each draft its identity, which never changes, and its bytes: of the mail, and of the form that its program reads. */
export async function renderNotifications(
  context: OutgoingContext,
  drafts: readonly Draft[],
): Promise<ReadyNotification[]> {
  const { composer, masterKey, instance, random, publicUrl } = context;
  const key = contentKeyOf(masterKey);
  const stopKey = deriveKey(masterKey, stopPurpose);
  const numbers = await drawNumbers(context, drafts.length);
  const senderDomain = instance.sender.address.slice(instance.sender.address.lastIndexOf("@") + 1);
  const organisations = drafts.flatMap(
    ({ notification }) => notification.recipient.organisation ?? [],
  );
  const endpoints = await findActiveEndpoints(context.sql, [...new Set(organisations)]);
  const messageIds = new Map<Draft, string>();
  const ready: ReadyNotification[] = [];
  for (const [i, draft] of drafts.entries()) {
    const id = newUuid(draft.notification.composedAt.getTime()) as NotificationId;
    const messageId = `<${id}@${senderDomain}>`;
    messageIds.set(draft, messageId);
    const first =
      draft.follows === null ? null : must(messageIds.get(draft.follows), "first parts come first");
    const number = must(numbers[i], "each draft has a number");
    const notification: Notification = {
      ...draft.notification,
      id,
      number,
      verificationCode: toVerificationCode(keyedDigest(masterKey, verificationPurpose, number)),
      answerToken: isAnswered(draft.notification.role)
        ? toAnswerToken(random(answerTokenBytes))
        : null,
      messageId,
      threadMessageId: draft.notification.threadMessageId ?? first,
      stopUrl: hasStopLink(draft.notification)
        ? `${publicUrl}/stop/${makeStopToken(stopKey, { id, ...toStopped(draft) })}`
        : null,
    };
    // Servers that answer meanwhile are not kept waiting for all the others.
    await letOthersGo();
    const { subject, bytes, templateVersion, files } = await composer.compose(notification);
    ready.push({
      notification,
      subject,
      templateVersion,
      sha256: createHash("sha256").update(bytes).digest(),
      content: sealBytes(key, id, bytes),
      deliveryId: newUuid(draft.notification.composedAt.getTime()) as DeliveryId,
      becauseOf: draft.becauseOf,
      files: sealNotificationFiles(masterKey, id, files),
      machine: toMachineForm(context, endpoints.get(organisationOf(notification)), notification),
    });
  }
  return ready;
}

function organisationOf({ recipient }: Notification): OrganisationId {
  return (recipient.organisation ?? "") as OrganisationId;
}

/** What the recipient's program gets, to which it goes first; null where there is none. */
function toMachineForm(
  { composeForMachine, masterKey }: OutgoingContext,
  endpoint: Endpoint | undefined,
  notification: Notification,
): ReadyMachineForm | null {
  if (endpoint === undefined) return null;
  const { id, lane, composedAt } = notification;
  const format = formatOf(endpoint.way);
  const bytes = composeForMachine(notification, format);
  // What is fetched needs nobody's attempt: a worker comes to it when its time is over.
  const waitMs = endpoint.way.kind === "pull" ? patienceMs[lane] : 0;
  return {
    channel: endpoint.way.kind,
    endpoint: endpoint.id,
    format,
    sha256: createHash("sha256").update(bytes).digest(),
    content: sealMachineForm(masterKey, id, bytes),
    firstAttemptAt: new Date(composedAt.getTime() + waitMs),
  };
}

/** Whether its recipient is asked to do something, and so can say what. */
function isAnswered(role: NotificationRole): boolean {
  return role === "primary" || role === "digest";
}

function toStopped({ notification: { recipient, rows } }: Draft) {
  return { address: recipient.address, bits: kindBits(rows.map(({ type }) => type.kind)) };
}

/** So many numbers that nobody has yet. */
async function drawNumbers(
  { sql, random, instance }: OutgoingContext,
  count: number,
): Promise<PublicNumber[]> {
  const numbers = new Set<PublicNumber>();
  while (numbers.size < count) {
    const drawn = Array.from({ length: count - numbers.size }, () =>
      makePublicNumber(instance.numberPrefix, random(8)),
    );
    const taken = await findTakenNumbers(sql, drawn);
    for (const number of drawn) if (!taken.has(number)) numbers.add(number);
  }
  return [...numbers];
}
