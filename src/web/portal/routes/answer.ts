import type { Context } from "hono";
import { answerByLink } from "../../../actions/answer-by-link.ts";
import { endHandOff } from "../../../actions/end-hand-off.ts";
import { handRowsOff } from "../../../actions/hand-rows-off.ts";
import { listAnsweredAssets } from "../../../actions/list-answered-assets.ts";
import { type AnswerPage, readAnswerPage } from "../../../actions/read-answer-page.ts";
import type { TypedResponse } from "../../../domain/response/read-response.ts";
import { type ResponseKind, responseKinds } from "../../../domain/response/response.ts";
import { readRowNumbers } from "../../../domain/response/row-numbers.ts";
import { AppError } from "../../../platform/errors.ts";
import { makeKnockLimit } from "../../access/knock-limit.ts";
import { clientOf } from "../../client-address.ts";
import type { WebApp, WebContext, WebEnv } from "../../context.ts";
import { findLanguage } from "../../middleware/choose-language.ts";
import { toPage } from "../page.ts";
import { type AnswerTrouble, answerPage } from "../pages/answer-page.ts";
import {
  answeredPage,
  confirmAnswerPage,
  deadLinkPage,
  handedOffPage,
  handOffPage,
} from "../pages/answer-step-pages.ts";
import { registerPage, type TypedFields } from "../pages/register-page.ts";
import { makeTurns } from "../turns.ts";
import { type FetchLimits, giveToldFile } from "./answer-files.ts";

/** The same page by a name in either language. */
const bases = ["/answer", "/antwoord"] as const;

type Shown = { readonly shown: AnswerPage; readonly path: string; readonly token: string };
type Handler = (c: Context<WebEnv>, found: Shown) => Promise<Response>;

/**
 * Pages with which whoever was told answers without an account: GET shows, POST asks once more, and only what is confirmed
 * changes anything. The right word always works; whoever tries others is slowed down.
 */
export function addAnswerPages(portal: WebApp, context: WebContext): void {
  const limit = makeKnockLimit(context, "answer-link");
  const withLink =
    (handle: Handler) =>
    async (c: Context<WebEnv>): Promise<Response> => {
      const token = c.req.param("token") ?? "";
      const after = Number(/^\d{1,7}$/.exec(c.req.query("after") ?? "")?.[0] ?? 0);
      const shown = await readAnswerPage({ context, input: { token, after } });
      if (shown !== null) {
        const [, base] = c.req.path.split("/");
        return handle(c, { shown, path: `/${base}/${token}`, token });
      }
      return answerDead(c);
    };
  const answerDead = async (c: Context<WebEnv>): Promise<Response> => {
    const waitS = await limit.knock(clientOf(c));
    if (waitS > 0) c.header("Retry-After", String(waitS));
    const page = { ...toPage(context, c), path: "/" };
    const minutes = waitS === 0 ? null : Math.ceil(waitS / 60);
    return c.html(deadLinkPage(page, minutes), waitS === 0 ? 404 : 429);
  };
  const limits: FetchLimits = {
    byLink: makeKnockLimit(context, "file-of-link"),
    turns: makeTurns({ most: 16, mostForOne: 3 }),
  };
  for (const base of bases) {
    portal.get(
      `${base}/:token`,
      withLink(async (c, { shown }) => show(context, c, shown, null)),
    );
    portal.get(
      `${base}/:token/files/:position`,
      async (c) => (await giveToldFile(context, c, limits)) ?? answerDead(c),
    );
    portal.post(
      `${base}/:token`,
      withLink((c, found) => choose(context, c, found)),
    );
    portal.post(
      `${base}/:token/confirm`,
      withLink((c, found) => confirm(context, c, found)),
    );
    portal.post(
      `${base}/:token/hand-off`,
      withLink((c, found) => handOff(context, c, found)),
    );
    portal.post(
      `${base}/:token/end`,
      withLink((c, found) => end(context, c, found)),
    );
  }
}

function show(
  context: WebContext,
  c: Context<WebEnv>,
  shown: AnswerPage,
  trouble: AnswerTrouble | null,
): Response | Promise<Response> {
  const page = toPage(context, c);
  const path = c.req.path.split("/").slice(0, 3).join("/");
  return c.html(answerPage({ ...page, path }, shown, trouble), trouble === null ? 200 : 422);
}

/** What was chosen is asked about once more: nothing has changed yet. */
async function choose(
  context: WebContext,
  c: Context<WebEnv>,
  { shown, path, token }: Shown,
): Promise<Response> {
  const form = await c.req.parseBody({ all: true });
  const rows = readRows(form, shown);
  if (rows === "none-such") return show(context, c, shown, "no-such-rows");
  if (shown.notification.live === 0) return show(context, c, shown, "nothing-open");
  const page = toPage(context, c);
  const { answer } = form;
  if (answer === "hand-off" && !shown.isSupplier) {
    return c.html(handOffPage(page, { path, shown, rows }, null));
  }
  if (answer === "register" && !shown.isSupplier) {
    const typed = await toRegistration(context, shown, rows, token);
    return c.html(registerPage(page, context.agreement, typed, null));
  }
  const kind = responseKinds.find((kind) => kind === answer);
  if (kind === undefined) return show(context, c, shown, "no-such-answer");
  return c.html(confirmAnswerPage(page, { path, shown, rows }, kind, {}, null));
}

async function confirm(
  context: WebContext,
  c: Context<WebEnv>,
  { shown, path, token }: Shown,
): Promise<Response> {
  const form = toTexts(await c.req.parseBody());
  const kind = responseKinds.find((kind) => kind === form.answer);
  const rows = readChosen(form.rows, shown);
  if (kind === undefined) return show(context, c, shown, "no-such-answer");
  if (rows === "none-such") return show(context, c, shown, "no-such-rows");
  const input = { token, form: form.form ?? "", rows, typed: toTyped(kind, form) };
  const answered = await unlessStale(() => answerByLink({ context, input }));
  if (answered === null) return show(context, c, shown, "form");
  const page = toPage(context, c);
  if ("fault" in answered) {
    const { field } = answered;
    return c.html(confirmAnswerPage(page, { path, shown, rows }, kind, form, field), 422);
  }
  return c.html(answeredPage(page, path, kind, answered));
}

async function handOff(
  context: WebContext,
  c: Context<WebEnv>,
  { shown, path, token }: Shown,
): Promise<Response> {
  const form = toTexts(await c.req.parseBody());
  const rows = readChosen(form.rows, shown);
  if (rows === "none-such") return show(context, c, shown, "no-such-rows");
  const days = Number(/^\d{1,3}$/.exec(form.days ?? "")?.[0] ?? 0);
  const input = { token, form: form.form ?? "", rows, days };
  const made = await unlessStale(() => handRowsOff({ context, input }));
  if (made === null) return show(context, c, shown, "form");
  const page = toPage(context, c);
  if (made.kind !== "made") {
    return c.html(handOffPage(page, { path, shown, rows }, made.kind), 422);
  }
  const [, base] = path.split("/");
  const address = `${context.publicUrl}/${base}/${made.token}`;
  return c.html(handedOffPage(page, path, { address, ...made }));
}

async function end(
  context: WebContext,
  c: Context<WebEnv>,
  { shown, path, token }: Shown,
): Promise<Response> {
  const { form = "", handOff = "" } = toTexts(await c.req.parseBody());
  if (!/^[0-9a-f-]{36}$/.test(handOff)) return show(context, c, shown, "form");
  const ended = await unlessStale(() => endHandOff({ context, input: { token, form, handOff } }));
  return ended === null ? show(context, c, shown, "form") : c.redirect(path, 303);
}

type Form = Readonly<Record<string, string | File | (string | File)[]>>;

/** Ticked rows and typed numbers; null: none of either, which means all. */
function readRows(form: Form, shown: AnswerPage): readonly number[] | null | "none-such" {
  const { row = [], numbers = "" } = form;
  const ticked = (Array.isArray(row) ? row : [row]).filter((value) => typeof value === "string");
  const typed = typeof numbers === "string" ? numbers : "";
  return readChosen([...ticked, typed].join(" ").trim() || "all", shown);
}

function readChosen(
  text: string | undefined,
  { notification, link }: AnswerPage,
): readonly number[] | null | "none-such" {
  if (text === "all") return null;
  const most = link.positions === null ? notification.rows : Math.max(...link.positions);
  const numbers = readRowNumbers(text ?? "", most);
  return numbers === null || numbers.length === 0 ? "none-such" : numbers;
}

function toTexts(form: Form): TypedFields {
  const texts = Object.entries(form).flatMap(([name, value]) =>
    typeof value === "string" ? [[name, value] as const] : [],
  );
  return Object.fromEntries(texts);
}

function toTyped(kind: ResponseKind, form: TypedFields): TypedResponse {
  return {
    kind,
    until: toEndOfDay(form.until),
    to: form.to,
    because: form.because,
    reason: form.reason,
    message: form.message,
    address: form.address,
    language: findLanguage(form.language),
  };
}

/** The end of a day that was typed, in UTC: it counts up to and including that day. */
function toEndOfDay(day: string | undefined): Date | null {
  if (day === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(day)) return null;
  const begin = new Date(`${day}T00:00:00Z`);
  return Number.isNaN(begin.getTime()) ? null : new Date(begin.getTime() + 86_400_000);
}

/** What is answered, or null where the form was not one of this link. */
async function unlessStale<T>(act: () => Promise<T>): Promise<T | null> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof AppError && error.code === "not-permitted") return null;
    throw error;
  }
}

/** The form of a registration, with what the recipient would have to type filled in. */
async function toRegistration(
  context: WebContext,
  shown: AnswerPage,
  rows: readonly number[] | null,
  token: string,
): Promise<TypedFields> {
  const { address } = shown.notification;
  const assets = await listAnsweredAssets({ context, input: { token, rows } });
  return { assets: assets.join("\n"), email: address, "contact-findings": address, answer: token };
}
