import { createHash } from "node:crypto";
import type { Actor } from "../domain/access/actor.ts";
import { type FinderId, isSlug } from "../domain/ids.ts";
import type { Clock } from "../platform/clock.ts";
import { type Sql, transaction } from "../platform/database.ts";
import { AppError } from "../platform/errors.ts";
import type { MasterKey } from "../platform/master-key.ts";
import { findDoneRequest, lockRequestKey, saveDoneRequest } from "../store/idempotency-keys.ts";
import { saveReceivedEvents } from "../store/received-events.ts";
import { permit } from "./access/permit.ts";
import { sealEventLines } from "./polling/event-lines.ts";

export type ReceiveEventsContext = {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly masterKey: MasterKey;
};

export type ReceiveEventsInput = {
  readonly actor: Actor;
  readonly finder: FinderId;
  /** One JSON object, an array of them, or one a line; the whole body. */
  readonly body: Buffer;
  /** What the client calls this request; null: it does not say. */
  readonly key: string | null;
};

/** What whoever hands events over is told, once they are kept; a promise. */
export type ReceivedEvents = {
  readonly finder: FinderId;
  readonly events: number;
  /** RFC 3339. */
  readonly receivedAt: string;
};

const mostEvents = 10_000;

/**
 * Keeps events until they are gathered into a report; answers when the database has them. What is no event is kept too
 * and put aside with its report; a body without any JSON object is refused whole.
 *
 * Under the same key the same events are kept once. Throws `input-refused` when they are others than the first time.
 */
export async function receiveEvents({
  context,
  input,
}: {
  readonly context: ReceiveEventsContext;
  readonly input: ReceiveEventsInput;
}): Promise<ReceivedEvents> {
  const { actor, finder, body, key } = input;
  if (!isSlug(finder))
    throw refuse("This is not the id of a finder.", "Give its id in the world file.");
  permit(actor, "report.submit", { finder });
  const lines = toLines(body.toString("utf8"));
  const receivedAt = context.clock();
  const events = lines.length;
  const answer = { finder, events, receivedAt: receivedAt.toISOString() };
  const sealed = sealEventLines(context.masterKey, finder, lines);
  return transaction(context.sql, async (sql) => {
    if (key !== null) {
      const request = JSON.stringify({ events: finder });
      const sha256 = createHash("sha256").update(body).digest("hex");
      await lockRequestKey(sql, key);
      const done = await findDoneRequest(sql, key, request, receivedAt);
      if (done?.isSameRequest && done.sha256 === sha256) return done.answer as ReceivedEvents;
      if (done !== null) throw toReused();
      await saveDoneRequest(sql, { key, request, sha256, answer }, receivedAt);
    }
    await saveReceivedEvents(sql, { finder, receivedAt, events, lines: sealed });
    return answer;
  });
}

/** One event a line, as it came; an array is taken apart. */
function toLines(text: string): string[] {
  const whole = findJson(text);
  const lines = Array.isArray(whole)
    ? whole.map((event) => JSON.stringify(event))
    : isObject(whole)
      ? // JSON has line ends between its words only.
        [text.replace(/[\r\n]+/g, " ").trim()]
      : text.split(/\r?\n/).filter((line) => line.trim() !== "");
  const known = Array.isArray(whole) ? whole : isObject(whole) ? [whole] : lines.map(findJson);
  if (!known.some(isObject)) {
    const remedy =
      "Post a JSON object, an array of them, or one a line; of IntelMQ's REST API output with use_json: true.";
    throw refuse("The body holds no event.", remedy);
  }
  if (lines.length <= mostEvents) return lines;
  throw new AppError("input-too-large", `The body holds more than ${mostEvents} events.`, {
    remedy: "Post fewer at once, or hand them over as a report.",
  });
}

function findJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function toReused(): AppError {
  const remedy = "Choose a new key for each request, and repeat a key only with the same events.";
  return refuse("The Idempotency-Key was used before with another request.", remedy);
}

function refuse(message: string, remedy: string): AppError {
  return new AppError("input-refused", message, { remedy });
}
