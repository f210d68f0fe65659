import { z } from "zod";
import type { FeedFile } from "../../domain/feed/feed.ts";
import { toSafeFileName } from "../../platform/safe-file-name.ts";
import { type Account, callApi, fail } from "./call-api.ts";

const subscribedSchema = z.array(z.string());

const listSchema = z.array(
  z.object({
    id: z.string().regex(/^[A-Za-z0-9_-]{1,200}$/),
    file: z.string().min(1).max(1000),
    type: z.string().min(1).max(200),
  }),
);

/** The largest answer that the API gives. */
const mostReports = 10_000;

/** The lists that are asked for; throws `feed-failed` when there is none, or one that the account does not get. */
export async function getLists(account: Account): Promise<readonly string[]> {
  const answer = subscribedSchema.safeParse(await callApi(account, "reports/subscribed", {}));
  if (!answer.success) throw fail("reports/subscribed does not answer a list of names.");
  const subscribed = answer.data;
  const { lists } = account.terms;
  const missing = lists.filter((list) => !subscribed.includes(list));
  const known = subscribed.slice(0, 20).join(", ") || "none";
  if (missing.length > 0) {
    throw fail(`The account is not subscribed to ${missing.join(", ")}; it is to: ${known}.`);
  }
  if (subscribed.length === 0) throw fail("The account is subscribed to no list at all.");
  return lists.length > 0 ? lists : subscribed;
}

/** The reports of one day (`YYYY-MM-DD`), of the types that are wanted. A day at a time, so that no list is cut short. */
export async function listDay(
  account: Account,
  lists: readonly string[],
  day: string,
): Promise<FeedFile[]> {
  const request = { reports: lists, date: day, limit: mostReports };
  const answer = listSchema.safeParse(await callApi(account, "reports/list", request));
  if (!answer.success) throw fail(`reports/list does not answer a list of reports for ${day}.`);
  if (answer.data.length >= mostReports) throw fail(`The list of ${day} is cut short.`);
  const { types } = account.terms;
  return answer.data
    .filter(({ type }) => types.length === 0 || types.includes(type))
    .map(({ id, file }) => ({ key: id, name: toSafeFileName(file) }));
}
