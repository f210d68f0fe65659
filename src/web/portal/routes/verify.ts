import type { Context } from "hono";
import type { Verification } from "../../../actions/answering/verification.ts";
import type { OrganisationNames } from "../../../actions/name-organisations.ts";
import { verifyNotification } from "../../../actions/verify-notification.ts";
import { findTypedNumber } from "../../../domain/notification/typed-number.ts";
import { makeKnockLimit } from "../../access/knock-limit.ts";
import { clientOf } from "../../client-address.ts";
import type { WebApp, WebContext, WebEnv } from "../../context.ts";
import { type Page, toPage } from "../page.ts";
import { verifyPage } from "../pages/verify-page.ts";

/** The same page by a short name in either language: people type it. */
export const verifyPaths = ["/controleer", "/verify"] as const;

/**
 * The page with which anybody finds out whether a message is ours. Guesses are slowed down by number, whoever makes them,
 * and by client; who has the right code is not kept waiting by what others behind the same address type.
 */
export function addVerifyPages(
  portal: WebApp,
  context: WebContext,
  readNames: OrganisationNames,
): void {
  const byClient = makeKnockLimit(context, "verification");
  const byNumber = makeKnockLimit(context, "verification-number");
  const answer = async (c: Context<WebEnv>): Promise<Response> => {
    const page = toPage(context, c);
    const { number, code } = await readTyped(c);
    const key = findTypedNumber(context.instance.numberPrefix, number);
    // Counted before it is looked at, and from clients that wait as well: each guess is one of the number's.
    const numberS = key === null ? 0 : await byNumber.knock(key);
    if (numberS > 0) return wait(c, page, numberS);
    const verification = await verifyNotification({ context, input: { number, code } });
    if (verification.kind === "ours" && key !== null) await byNumber.takeBack(key);
    if (verification.kind === "unknown") {
      const clientS = await byClient.knock(clientOf(c));
      if (clientS > 0) return wait(c, page, clientS);
    }
    const to = await toName(verification, readNames);
    const shown = { kind: "answered", number, verification, to } as const;
    return c.html(verifyPage(page, shown), verification.kind === "ours" ? 200 : 422);
  };
  for (const path of verifyPaths) {
    portal.get(path, (c) => c.html(verifyPage(toPage(context, c), { kind: "ask" })));
    portal.post(path, answer);
  }
}

function wait(c: Context<WebEnv>, page: Page, waitS: number): Response | Promise<Response> {
  c.header("Retry-After", String(waitS));
  return c.html(verifyPage(page, { kind: "wait", minutes: Math.ceil(waitS / 60) }), 429);
}

async function readTyped(c: Context<WebEnv>): Promise<{ number: string; code: string }> {
  const { number, code } = await c.req.parseBody();
  const toText = (value: unknown): string => (typeof value === "string" ? value : "");
  return { number: toText(number).slice(0, 64), code: toText(code).slice(0, 64) };
}

async function toName(verification: Verification, readNames: OrganisationNames): Promise<string> {
  if (verification.kind !== "ours") return "";
  const { organisation, mailDomain } = verification;
  if (organisation === null) return mailDomain;
  return (await readNames()).get(organisation) ?? mailDomain;
}
