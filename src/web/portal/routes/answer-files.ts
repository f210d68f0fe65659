import type { Context } from "hono";
import { fetchToldFile } from "../../../actions/fetch-told-file.ts";
import type { KnockLimit } from "../../access/knock-limit.ts";
import type { WebContext, WebEnv } from "../../context.ts";
import { toPage } from "../page.ts";
import { type NoFile, noFilePage } from "../pages/told-file-page.ts";
import { sendBytes, toFileHeaders } from "../send-bytes.ts";
import type { Turns } from "../turns.ts";

/** What holds fetching files within bounds: how often by one link, and how many at once. */
export type FetchLimits = { readonly byLink: KnockLimit; readonly turns: Turns };

/**
 * Gives a file of the mail that a link belongs to, to browsers and programs alike, as bytes to keep and never to open. Null where the
 * link leads nowhere.
 */
export async function giveToldFile(
  context: WebContext,
  c: Context<WebEnv>,
  { byLink, turns }: FetchLimits,
): Promise<Response | null> {
  const token = c.req.param("token") ?? "";
  const position = Number(/^[1-9]\d{0,2}$/.exec(c.req.param("position") ?? "")?.[0] ?? 0);
  const found = await fetchToldFile({ context, input: { token, position } });
  if (found.kind === "dead") return null;
  if (found.kind !== "file") return refuse(context, c, found.kind);
  const waitS = await byLink.knock(found.link);
  if (waitS > 0) return busy(context, c, waitS);
  const headers = toFileHeaders(found.file);
  if (c.req.method === "HEAD") return c.body(null, 200, headers);
  const end = turns.take(found.link);
  if (end === null) return busy(context, c, 60);
  try {
    const bytes = await found.open();
    if (bytes !== null) return c.body(sendBytes(bytes, end), 200, headers);
  } catch (error) {
    end();
    throw error;
  }
  end();
  return refuse(context, c, "over");
}

function refuse(
  context: WebContext,
  c: Context<WebEnv>,
  why: "taken-back" | "over" | "no-such-file",
): Response | Promise<Response> {
  return c.html(page(context, c, why), why === "no-such-file" ? 404 : 410);
}

function busy(
  context: WebContext,
  c: Context<WebEnv>,
  waitS: number,
): Response | Promise<Response> {
  c.header("Retry-After", String(waitS));
  return c.html(page(context, c, { waitMinutes: Math.ceil(waitS / 60) }), 429);
}

/** The language is not chosen on it: the word stands in the address of the page. */
function page(context: WebContext, c: Context<WebEnv>, why: NoFile) {
  return noFilePage({ ...toPage(context, c), path: "/" }, why);
}
