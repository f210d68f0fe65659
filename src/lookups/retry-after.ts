const shortestMs = 1000;
const usualMs = 60_000;
const longestMs = 6 * 3_600_000;

/**
 * When a server may be asked again by its `Retry-After` (RFC 9110 section 10.2.3): seconds, or a date. A minute where
 * it says nothing that can be read; between a second and six hours, whatever it says.
 */
export function readRetryAfter(header: string | undefined, now: number): number {
  const text = header?.trim() ?? "";
  const ms = /^\d{1,9}$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return now + Math.min(longestMs, Math.max(shortestMs, Number.isNaN(ms) ? usualMs : ms));
}
