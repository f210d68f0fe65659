import type { ContactAnswer } from "../../domain/contacts/contact-lookup.ts";
import type { DomainName } from "../../domain/network/domain-name.ts";
import type { Clock } from "../../platform/clock.ts";
import { must } from "../../platform/errors.ts";
import type { FetchAnswer, FetchFault, GuardedFetch } from "../guard/fetch-answer.ts";
import type { HostPace } from "../host-pace.ts";
import { readRetryAfter } from "../retry-after.ts";
import { checkSignature, isClearsigned } from "./check-signature.ts";
import { parseSecurityTxt, type SecurityTxtFields } from "./parse-security-txt.ts";

export type AskSiteOptions = {
  readonly fetch: GuardedFetch;
  readonly clock: Clock;
  readonly pace: HostPace;
};

/** Where the file is, and where it was before there was a place for it (RFC 9116 section 3). */
const places = ["/.well-known/security.txt", "/security.txt"] as const;

const maxFileBytes = 32_768;
const maxKeyBytes = 262_144;
const timeoutMs = 15_000;

/** Faults that may pass by themselves, or be ours; with all others the site has no file that counts. */
const passingFaults: ReadonlySet<FetchFault> = new Set([
  "time-out",
  "unreachable",
  "no-such-host",
  "bad-certificate",
  "malformed-answer",
]);

type Got =
  | { readonly kind: "text"; readonly url: string; readonly text: string }
  | { readonly kind: "absent"; readonly url: string; readonly detail: string }
  | { readonly kind: "failed"; readonly detail: string; readonly retryAt: number | null };

/**
 * Asks a site for its security.txt (RFC 9116): over https only, in the well-known place, else in the old one.
 *
 * It counts when it is text, not expired, names where it was fetched wherever it has `Canonical`, and its signature is
 * not bad. It speaks for exactly this name, never for one above or below.
 */
export async function askSite(options: AskSiteOptions, name: DomainName): Promise<ContactAnswer> {
  let absent: ContactAnswer | null = null;
  for (const place of places) {
    const asked = `https://${name}${place}`;
    const got = await fetchText(options, asked);
    if (got.kind === "failed") return got;
    if (got.kind === "text") return readFile(options, asked, got);
    absent ??= { ...got, kind: "none", isAbsent: true };
  }
  return must(absent, "there are places to ask");
}

async function readFile(
  options: AskSiteOptions,
  asked: string,
  { url, text }: Got & { kind: "text" },
): Promise<ContactAnswer> {
  const now = options.clock();
  const none = (detail: string): ContactAnswer => ({
    kind: "none",
    url,
    detail,
    isAbsent: false,
  });
  const signed = isClearsigned(text) ? await checkSigned(options, text, now) : null;
  if (signed?.kind === "bad") return none(`its signature is bad: ${signed.detail}`);
  const fields = parseSecurityTxt(signed?.text ?? text);
  if ("fault" in fields) return none(fields.fault);
  if (fields.expiresAt <= now.getTime()) {
    return none(`it expired on ${new Date(fields.expiresAt).toISOString()}`);
  }
  const misplaced = findMisplacement(fields, asked, url);
  if (misplaced !== null) return none(misplaced);
  const { emails, expiresAt, languages, encryption } = fields;
  if (emails.length === 0) return none("none of its contacts is a mail address");
  return {
    kind: "found",
    url,
    emails,
    range: null,
    expiresAt,
    languages,
    encryption: encryption[0] ?? null,
    note: signed === null ? null : noteOf(signed),
  };
}

/**
 * Why the place where it lies takes its word away; null when nothing does. `Canonical`, where there is one, has to name
 * the address that was asked for or the one that it led to; without it nobody says that another host's file is meant.
 */
function findMisplacement(
  { canonical }: SecurityTxtFields,
  asked: string,
  url: string,
): string | null {
  if (canonical.length === 0) {
    const isSameHost = new URL(asked).hostname === new URL(url).hostname;
    return isSameHost ? null : `it lies on ${new URL(url).hostname} and has no Canonical`;
  }
  const places = new Set(canonical.map((place) => URL.parse(place)?.href));
  return places.has(new URL(asked).href) || places.has(new URL(url).href)
    ? null
    : "its Canonical names other places only";
}

async function fetchText({ fetch, pace, clock }: AskSiteOptions, asked: string): Promise<Got> {
  const { hostname } = new URL(asked);
  const answer = await pace.take(hostname, () =>
    fetch({
      url: asked,
      redirects: "any",
      accept: "text/plain",
      maxBodyBytes: maxFileBytes,
      timeoutMs,
    }),
  );
  return readAnswer(answer, asked, clock().getTime());
}

function readAnswer(answer: FetchAnswer, asked: string, now: number): Got {
  if (answer.kind === "failed") {
    return passingFaults.has(answer.reason)
      ? { kind: "failed", detail: answer.detail, retryAt: null }
      : { kind: "absent", url: asked, detail: answer.detail };
  }
  const { status, url, headers, body } = answer;
  if (status === 429 || status >= 500) {
    const after = headers.get("retry-after");
    const retryAt = status === 429 || after !== undefined ? readRetryAfter(after, now) : null;
    return { kind: "failed", detail: `${url} answers ${status}`, retryAt };
  }
  const absent = (detail: string): Got => ({ kind: "absent", url, detail });
  if (status !== 200) return absent(`${url} answers ${status}`);
  const [mediaType] = (headers.get("content-type") ?? "none").split(";");
  // Sites answer with a page to whatever they do not have.
  if (mediaType?.trim().toLowerCase() !== "text/plain") {
    return absent(`${url} is no text/plain, but ${mediaType?.trim().slice(0, 100)}`);
  }
  const text = readUtf8(body);
  return text === null ? absent(`${url} is no UTF-8`) : { kind: "text", url, text };
}

/** Without the mark of byte order, which the RFC does not know and editors write all the same. */
function readUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    return null;
  }
}

type CheckedSignature = Awaited<ReturnType<typeof checkSignature>>;

function checkSigned(options: AskSiteOptions, text: string, now: Date): Promise<CheckedSignature> {
  return checkSignature(text, (signed) => fetchKeys(options, signed), now);
}

/** Keys that `Encryption` names over https; the other forms (`dns:`, `openpgp4fpr:`) lead to no key by themselves. */
async function fetchKeys({ fetch, pace }: AskSiteOptions, signed: string): Promise<Uint8Array[]> {
  const fields = parseSecurityTxt(signed);
  if ("fault" in fields) return [];
  const keys: Uint8Array[] = [];
  for (const url of fields.encryption.filter((uri) => uri.startsWith("https://")).slice(0, 3)) {
    const host = URL.parse(url)?.hostname;
    if (host === undefined) continue;
    const answer = await pace.take(host, () =>
      fetch({ url, redirects: "any", maxBodyBytes: maxKeyBytes, timeoutMs }),
    );
    if (answer.kind === "answered" && answer.status === 200) keys.push(answer.body);
  }
  return keys;
}

function noteOf(signed: Exclude<CheckedSignature, { kind: "bad" }>): string {
  return signed.kind === "good"
    ? `signed by ${signed.fingerprint.toUpperCase()}`
    : `not checked: ${signed.detail}`;
}
