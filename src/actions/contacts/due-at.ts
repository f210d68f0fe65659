import type { ContactAnswer, ContactSource } from "../../domain/contacts/contact-lookup.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/**
 * How long an answer is taken for fresh. That there is none lasts as long for a site, where hardly any has one; and a
 * site that does not answer, which may have no https at all, is asked less often than a registry.
 */
const freshMs: Readonly<Record<ContactSource, Readonly<Record<ContactAnswer["kind"], number>>>> = {
  rdap: { found: 7 * dayMs, none: 3 * dayMs, failed: hourMs },
  "security-txt": { found: 7 * dayMs, none: 7 * dayMs, failed: dayMs },
};

/** When to ask again: a found one not after it ends, a failure not before the time that the server said. */
export function dueAtOf(source: ContactSource, answer: ContactAnswer, now: Date): Date {
  const at = now.getTime();
  const usual = at + freshMs[source][answer.kind];
  switch (answer.kind) {
    case "found":
      return new Date(Math.min(usual, answer.expiresAt ?? Infinity));
    case "none":
      return new Date(usual);
    case "failed":
      return new Date(answer.retryAt ?? usual);
  }
}
