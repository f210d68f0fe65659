import type { Feed, FeedFile, Look, ShadowserverTerms } from "../../domain/feed/feed.ts";
import type { FeedFetch } from "../../domain/feed/feed-fetch.ts";
import { type Account, toRefused } from "./call-api.ts";
import { toDaysToList } from "./days-to-list.ts";
import { readDownload } from "./read-download.ts";
import { type Environment, readSecret } from "./read-secret.ts";
import { getLists, listDay } from "./report-list.ts";

export type ShadowserverContext = {
  readonly fetch: FeedFetch;
  /** Where secrets may stand. */
  readonly environment: Environment;
};

/**
 * Shadowserver's reports API: what it lists day by day is taken once by its id. The position is the last day that was
 * listed; days before it are listed again, since reports come late.
 */
export function openShadowserverApi(terms: ShadowserverTerms, context: ShadowserverContext): Feed {
  const openAccount = async (): Promise<Account> => ({
    terms,
    fetch: context.fetch,
    apiKey: await readSecret(terms.apiKey, context.environment),
    secret: await readSecret(terms.secret, context.environment),
  });
  return {
    settings: terms,
    look: async (position, now) => look(await openAccount(), position, now),
    open: async (file) => download(await openAccount(), file),
    settle: async () => undefined,
  };
}

async function look(account: Account, position: string | null, now: Date): Promise<Look> {
  const lists = await getLists(account);
  const files: FeedFile[] = [];
  let listed = position;
  for (const day of toDaysToList(position, now, account.terms)) {
    files.push(...(await listDay(account, lists, day)));
    listed = day;
  }
  return { position: listed, files };
}

/** The address of a download needs no key: the id is the secret. */
async function download(account: Account, file: FeedFile): ReturnType<Feed["open"]> {
  const { terms, fetch } = account;
  const url = `${terms.downloads}${encodeURIComponent(file.key)}`;
  const answer = await fetch({ url, headers: {}, body: null, internal: terms.internal });
  if (answer.status !== 200) throw await toRefused(answer, `The download of ${file.name}`, account);
  const length = Number(answer.headers.get("content-length") ?? "");
  const bytes = Number.isSafeInteger(length) && length > 0 ? length : null;
  return { bytes, pieces: readDownload(answer), close: answer.close };
}
