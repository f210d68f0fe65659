import type { Context } from "hono";
import { acceptRegistration } from "../../../actions/accept-registration.ts";
import { declineRegistration } from "../../../actions/decline-registration.ts";
import { listRegistrations } from "../../../actions/list-registrations.ts";
import { questionRegistration } from "../../../actions/question-registration.ts";
import { showRegistration } from "../../../actions/show-registration.ts";
import type { OrganisationId } from "../../../domain/ids.ts";
import { AppError } from "../../../platform/errors.ts";
import type { WebApp, WebContext, WebEnv } from "../../context.ts";
import { toPage } from "../page.ts";
import { acceptedPage, registrationPage } from "../pages/registration-page.ts";
import { registrationsPage } from "../pages/registrations-page.ts";
import { getUuid } from "../path-values.ts";

/** Registrations that wait, and each with forms to accept, ask and decline. */
export function addRegistrationPages(portal: WebApp, context: WebContext): void {
  portal.get("/registrations", async (c) => {
    const input = { actor: c.var.actor, all: false };
    const found = await listRegistrations({ context, input });
    return c.html(registrationsPage(toPage(context, c), found));
  });
  portal.get("/registrations/:id", (c) => showOne(context, c, getUuid(c.req.param("id")), null));
  portal.post("/registrations/:id", async (c) => {
    const id = getUuid(c.req.param("id"));
    const fields = await c.req.parseBody();
    const text = (name: string): string => {
      const value = fields[name];
      return typeof value === "string" ? value.trim() : "";
    };
    const { actor } = c.var;
    try {
      switch (text("do")) {
        case "accept": {
          const organisation = text("organisation") as OrganisationId;
          const input = { actor, id, organisation, roles: ["owner"], reason: null } as const;
          return c.html(
            acceptedPage(toPage(context, c), await acceptRegistration({ context, input })),
          );
        }
        case "ask":
          await questionRegistration({
            context,
            input: { actor, id, question: text("question") },
          });
          break;
        case "decline":
          await declineRegistration({ context, input: { actor, id, reason: text("reason") } });
          break;
      }
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      if (error.code !== "conflict" && error.code !== "wrong-usage") throw error;
      return showOne(context, c, id, error.message);
    }
    return c.redirect(`/registrations/${id}`, 303);
  });
}

async function showOne(
  context: WebContext,
  c: Context<WebEnv>,
  id: string,
  trouble: string | null,
): Promise<Response> {
  const found = await showRegistration({ context, input: { actor: c.var.actor, id } });
  return c.html(registrationPage(toPage(context, c), found, trouble), trouble === null ? 200 : 409);
}
