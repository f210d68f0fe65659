import type { ChannelAnswer } from "../notification/channel.ts";
import type { ReplyClass } from "../notification/reply-class.ts";
import { toSafeText } from "../notification/safe-text.ts";
import type { PostAnswer } from "./guarded-post.ts";

const longestWaitMs = 24 * 60 * 60_000;
const longestText = 300;

/**
 * What an answer of a webhook means (Standard Webhooks, section "Deliverability and reliability"): only 2xx is taken, 410
 * ends the endpoint, a redirect is a failure like any other. What the body is too large or too strange for will not become
 * better by trying again.
 */
export function classifyPost(answer: PostAnswer, now: Date): ChannelAnswer {
  const nothing = { code: null, enhanced: null, text: null, fault: null, notBefore: null };
  if (answer.kind === "failed") {
    const fault = `${answer.reason}: ${answer.detail}`.slice(0, longestText);
    return { ...nothing, outcome: "retry", fault, absent: true };
  }
  const { status, headers, text } = answer;
  return {
    ...nothing,
    outcome: toOutcome(status),
    code: status,
    text: toSafeText(text, longestText),
    notBefore: findRetryAfter(headers.get("retry-after"), now),
    absent: false,
  };
}

function toOutcome(status: number): ReplyClass {
  if (status >= 200 && status < 300) return "accepted";
  if (status === 410) return "address-dead";
  return status === 413 || status === 415 || status === 422 ? "content" : "retry";
}

/** Seconds or a date (RFC 9110, section 10.2.3); at most a day, and null where it cannot be read. */
function findRetryAfter(text: string | undefined, now: Date): Date | null {
  if (text === undefined) return null;
  const seconds = /^\d{1,9}$/.test(text.trim()) ? Number(text) : null;
  const waitMs = seconds === null ? Date.parse(text) - now.getTime() : seconds * 1000;
  if (Number.isNaN(waitMs) || waitMs <= 0) return null;
  return new Date(now.getTime() + Math.min(waitMs, longestWaitMs));
}
