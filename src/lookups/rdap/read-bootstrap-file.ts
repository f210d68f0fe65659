import type { RegisteredObject } from "../../domain/contacts/contact-lookup.ts";
import type { Clock } from "../../platform/clock.ts";
import type { GuardedFetch } from "../guard/fetch-answer.ts";
import { readRetryAfter } from "../retry-after.ts";
import { type Bootstrap, type BootstrapFile, bootstrapFileOf, readBootstrap } from "./bootstrap.ts";
import { readBoundedJson } from "./read-bounded-json.ts";

/** Services for an object, or why they are not known and when to try again. */
export type BootstrapReading =
  | { readonly services: Bootstrap }
  | { readonly fault: string; readonly retryAt: number };

type Kept = { readonly services: Bootstrap; readonly until: number };

const dayMs = 86_400_000;
const retryMs = 5 * 60_000;
const maxFileBytes = 4 << 20;
const timeoutMs = 20_000;

/**
 * Reads bootstrap files when they are first needed, and again once they are older than their server says, a day where
 * it says nothing (RFC 9224 section 8). While a new one cannot be had, the old one goes on to hold.
 */
export function makeBootstrapReader(options: {
  readonly fetch: GuardedFetch;
  readonly clock: Clock;
  readonly bootstrapUrl: string;
}): (object: RegisteredObject) => Promise<BootstrapReading> {
  const kept = new Map<BootstrapFile, Kept>();
  const faults = new Map<BootstrapFile, { readonly fault: string; readonly retryAt: number }>();
  const reading = new Map<BootstrapFile, Promise<BootstrapReading>>();

  async function read(name: BootstrapFile): Promise<BootstrapReading> {
    const now = options.clock().getTime();
    const known = kept.get(name);
    if (known !== undefined && now < known.until) return known;
    const before = faults.get(name);
    if (before !== undefined && now < before.retryAt) return known ?? before;
    const fetched = await fetchFile(options, name, now);
    if ("fault" in fetched) {
      faults.set(name, fetched);
      return known ?? fetched;
    }
    kept.set(name, fetched);
    return fetched;
  }

  return (object) => {
    const name = bootstrapFileOf(object);
    const under = reading.get(name);
    if (under !== undefined) return under;
    const started = read(name).finally(() => reading.delete(name));
    reading.set(name, started);
    return started;
  };
}

async function fetchFile(
  { fetch, bootstrapUrl }: { readonly fetch: GuardedFetch; readonly bootstrapUrl: string },
  name: BootstrapFile,
  now: number,
): Promise<Kept | { readonly fault: string; readonly retryAt: number }> {
  const url = `${bootstrapUrl}${name}.json`;
  const fail = (why: string, retryAt = now + retryMs) => ({
    fault: `The bootstrap file ${url} cannot be used: ${why}`,
    retryAt,
  });
  const answer = await fetch({ url, redirects: "any", maxBodyBytes: maxFileBytes, timeoutMs });
  if (answer.kind === "failed") return fail(answer.detail);
  const { status, headers } = answer;
  if (status === 429) return fail("answer 429.", readRetryAfter(headers.get("retry-after"), now));
  if (status !== 200) return fail(`answer ${status}.`);
  const json = readBoundedJson(answer.body);
  if ("fault" in json) return fail(`it ${json.fault}.`);
  const services = readBootstrap(json.value);
  if (services === null) return fail("it is not of RFC 9224.");
  return { services, until: now + freshMs(headers.get("cache-control")) };
}

/** Between an hour and a week, whatever the server says. */
function freshMs(cacheControl = ""): number {
  const seconds = /(?:^|[\s,])max-age=(\d{1,9})/i.exec(cacheControl)?.[1];
  const ms = seconds === undefined ? dayMs : Number(seconds) * 1000;
  return Math.min(7 * dayMs, Math.max(dayMs / 24, ms));
}
