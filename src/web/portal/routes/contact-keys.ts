import type { Context } from "hono";
import { giveContactKey } from "../../../actions/give-contact-key.ts";
import { showContactKeys } from "../../../actions/show-contact-keys.ts";
import { typeContactKeyCode } from "../../../actions/type-contact-key-code.ts";
import { withdrawContactKey } from "../../../actions/withdraw-contact-key.ts";
import type { OrganisationId } from "../../../domain/ids.ts";
import { type EmailAddress, findEmailAddress } from "../../../domain/network/email-address.ts";
import { AppError } from "../../../platform/errors.ts";
import type { WebApp, WebContext, WebEnv } from "../../context.ts";
import { toPage } from "../page.ts";
import { contactKeysPage } from "../pages/contact-keys-page.ts";

/** Adds the page of the keys of an organisation's contacts. */
export function addContactKeysPage(portal: WebApp, context: WebContext): void {
  portal.get("/organisation/keys", (c) => show(context, c, null));
  portal.post("/organisation/keys", (c) =>
    attempt(context, c, "address", async (whose, form) => {
      const input = { ...whose, text: form("key"), compared: false };
      await giveContactKey({ context, input });
    }),
  );
  portal.post("/organisation/keys/confirm", (c) =>
    attempt(context, c, "confirm-address", async (whose, form) => {
      await typeContactKeyCode({ context, input: { ...whose, code: form("code") } });
    }),
  );
  portal.post("/organisation/keys/withdraw", (c) =>
    attempt(context, c, "withdraw-address", async (whose) => {
      await withdrawContactKey({ context, input: whose });
    }),
  );
}

type Whose = {
  readonly actor: WebEnv["Variables"]["actor"];
  readonly organisation: OrganisationId;
  readonly address: EmailAddress;
};

/** Does what was asked, and shows the page again; with what was wrong where that is the input's fault. */
async function attempt(
  context: WebContext,
  c: Context<WebEnv>,
  field: string,
  act: (whose: Whose, form: (name: string) => string) => Promise<void>,
): Promise<Response> {
  const organisation = getOwn(c);
  const body = await c.req.parseBody();
  const form = (name: string): string => {
    const value = body[name];
    return typeof value === "string" ? value : "";
  };
  const address = findEmailAddress(form(field).trim());
  if (address === null) return show(context, c, "That is no mail address.");
  try {
    await act({ actor: c.var.actor, organisation, address }, form);
  } catch (error) {
    const isInput = error instanceof AppError && faults.includes(error.code);
    if (!isInput) throw error;
    return show(context, c, `${error.message} ${error.remedy}`);
  }
  return c.redirect("/organisation/keys", 303);
}

const faults: readonly string[] = ["input-refused", "not-found", "too-many-requests"];

function getOwn(c: Context<WebEnv>): OrganisationId {
  const { actor } = c.var;
  if (actor.kind === "member") return actor.organisation;
  throw new AppError("not-found", "There is no such page.");
}

async function show(
  context: WebContext,
  c: Context<WebEnv>,
  fault: string | null,
): Promise<Response> {
  const input = { actor: c.var.actor, organisation: getOwn(c) };
  const keys = await showContactKeys({ context, input });
  return c.html(contactKeysPage(toPage(context, c), { keys, fault }), fault === null ? 200 : 422);
}
