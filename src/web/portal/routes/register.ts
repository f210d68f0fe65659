import type { Context } from "hono";
import { answerRegistration } from "../../../actions/answer-registration.ts";
import { confirmRegistration } from "../../../actions/confirm-registration.ts";
import { followRegistration } from "../../../actions/follow-registration.ts";
import { registerOrganisation } from "../../../actions/register-organisation.ts";
import { registers } from "../../../domain/registration/register-number.ts";
import { contactRoles } from "../../../domain/world/world.ts";
import { AppError } from "../../../platform/errors.ts";
import { makeKnockLimit } from "../../access/knock-limit.ts";
import { clientOf } from "../../client-address.ts";
import type { WebApp, WebContext, WebEnv } from "../../context.ts";
import { toPage } from "../page.ts";
import {
  confirmedPage,
  confirmPage,
  followedPage,
  followPage,
  waitPage,
} from "../pages/register-code-pages.ts";
import { type RegisterTrouble, registerPage, type TypedFields } from "../pages/register-page.ts";

/** Pages with which anybody asks that an organisation joins; nobody is signed in, nothing stands in an address. */
export function addRegisterPages(portal: WebApp, context: WebContext): void {
  const limit = makeKnockLimit(context, "registration");
  portal.use("/register/*", async (c, next) => {
    if (c.req.method !== "POST") return next();
    const waitS = await limit.knock(clientOf(c));
    if (waitS === 0) return next();
    c.header("Retry-After", String(waitS));
    return c.html(waitPage(toPage(context, c), Math.ceil(waitS / 60)), 429);
  });
  portal.get("/register", (c) =>
    c.html(registerPage(toPage(context, c), context.agreement, {}, null)),
  );
  portal.post("/register", (c) => register(context, c));
  portal.get("/register/confirm", (c) => c.html(confirmPage(toPage(context, c), "", false)));
  portal.post("/register/confirm", async (c) => {
    const { registration = "", code = "" } = await readFields(c);
    const page = toPage(context, c);
    const followUp = await unlessRefused(async () => {
      const input = { registration: registration.trim(), code };
      return (await confirmRegistration({ context, input })).followUp;
    });
    return followUp === null
      ? c.html(confirmPage(page, registration, true), 422)
      : c.html(confirmedPage(page, followUp));
  });
  portal.get("/register/follow", (c) => c.html(followPage(toPage(context, c), false)));
  portal.post("/register/follow", async (c) => {
    const { followUp = "" } = await readFields(c);
    return showFollowed(context, c, followUp);
  });
  portal.post("/register/answer", async (c) => {
    const { followUp = "", answer = "" } = await readFields(c);
    await unlessRefused(() => answerRegistration({ context, input: { followUp, answer } }));
    return showFollowed(context, c, followUp);
  });
}

async function showFollowed(
  context: WebContext,
  c: Context<WebEnv>,
  followUp: string,
): Promise<Response> {
  const page = toPage(context, c);
  const found = await unlessRefused(() => followRegistration({ context, input: { followUp } }));
  return found === null
    ? c.html(followPage(page, true), 404)
    : c.html(followedPage(page, found, followUp));
}

async function register(context: WebContext, c: Context<WebEnv>): Promise<Response> {
  const { language } = c.var;
  const typed = await readFields(c);
  const page = toPage(context, c);
  const again = (trouble: RegisterTrouble) =>
    c.html(registerPage(page, context.agreement, typed, trouble), 422);
  // The browser asks for the tick too; this is for those that do not.
  if (typed.agree !== "yes") return again({ kind: "agree" });
  const input = {
    typed: toTyped(typed, language),
    email: typed.email ?? "",
    language,
    agreed: { version: typed.version ?? "", language },
    answerToken: typed.answer ?? null,
  };
  try {
    const { registration } = await registerOrganisation({ context, input });
    return c.html(confirmPage(page, registration, false));
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "input-refused") throw error;
    const { faults } = error.details as { readonly faults?: FaultList };
    return again(faults === undefined ? { kind: "version" } : { kind: "faults", faults });
  }
}

type FaultList = Extract<RegisterTrouble, { readonly kind: "faults" }>["faults"];

function toTyped(typed: TypedFields, language: "nl" | "en") {
  return {
    name: typed.name ?? "",
    register: registers.find((register) => register === typed.register) ?? null,
    number: typed.number ?? "",
    sector: typed.sector ?? "",
    contacts: contactRoles
      .map((role) => ({ role, name: "", email: typed[`contact-${role}`] ?? "", language }))
      .filter(({ email }) => email.trim() !== ""),
    assets: (typed.assets ?? "").split(/\r?\n/),
    remarks: typed.remarks ?? "",
  };
}

/** Fields of a form that are text; of several with one name the last. */
async function readFields(c: Context<WebEnv>): Promise<TypedFields> {
  const fields = Object.entries(await c.req.parseBody());
  return Object.fromEntries(
    fields.flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])),
  );
}

/** What is answered, or null where it was refused for what was typed. */
async function unlessRefused<T>(act: () => Promise<T>): Promise<T | null> {
  try {
    return await act();
  } catch (error) {
    const expected = ["input-refused", "not-found", "conflict"];
    if (error instanceof AppError && expected.includes(error.code)) return null;
    throw error;
  }
}
