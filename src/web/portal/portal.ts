import { type Context, Hono } from "hono";
import { setCookie } from "hono/cookie";
import { makeOrganisationNames } from "../../actions/name-organisations.ts";
import type { KnockLimit } from "../access/knock-limit.ts";
import type { WebApp, WebContext, WebEnv } from "../context.ts";
import { checkOrigin } from "../middleware/check-origin.ts";
import { findLanguage, languageCookie } from "../middleware/choose-language.ts";
import { requireHouse } from "../middleware/require-house.ts";
import { requireSession } from "../middleware/require-session.ts";
import { isSecure } from "../own-origin.ts";
import { readLocalPath } from "./local-path.ts";
import { addAnswerPages } from "./routes/answer.ts";
import { addApprovalPages } from "./routes/approvals.ts";
import { addBrakePages } from "./routes/brakes.ts";
import { addContactKeysPage } from "./routes/contact-keys.ts";
import { addCorrectionPages } from "./routes/corrections.ts";
import { addCoveragePage } from "./routes/coverage.ts";
import { addCustodyPages } from "./routes/custody.ts";
import { addDecisionPage } from "./routes/decision.ts";
import { addDeliveryPages } from "./routes/deliveries.ts";
import { addEndpointListPage } from "./routes/endpoint-list.ts";
import { addEndpointPages } from "./routes/endpoints.ts";
import { addFinderPages } from "./routes/finders.ts";
import { addFindingTypePage } from "./routes/finding-type.ts";
import { addFindingPages } from "./routes/findings.ts";
import { addMemberPages } from "./routes/members.ts";
import { addNotificationPages } from "./routes/notifications.ts";
import { addOrganisationPage } from "./routes/organisation.ts";
import { addOwnKeysPage } from "./routes/own-keys.ts";
import { addPublicCoverage } from "./routes/public-coverage.ts";
import { addReceivedMailPages } from "./routes/received-mail.ts";
import { addRegisterPages } from "./routes/register.ts";
import { addRegistrationPages } from "./routes/registrations.ts";
import { addReportPages } from "./routes/reports.ts";
import { addResponsePages } from "./routes/responses.ts";
import { addSignIn } from "./routes/sign-in.ts";
import { addSilencePage } from "./routes/silence.ts";
import { addSinkPages } from "./routes/sink.ts";
import { addStartPage } from "./routes/start.ts";
import { addSuppressionPages } from "./routes/suppressions.ts";
import { addSwitchPages } from "./routes/switches.ts";
import { addTextPreviews } from "./routes/text-previews.ts";
import { addVerifyPages } from "./routes/verify.ts";
import { addWhoPage } from "./routes/who.ts";

/** Pages for the operators: whoever is not signed in sees the sign-in page, and what is published. */
export function makePortal(context: WebContext, wrongTokens: KnockLimit): WebApp {
  const portal: WebApp = new Hono<WebEnv>();
  const readNames = makeOrganisationNames(context.sql);

  portal.use(checkOrigin(context.publicUrl));
  portal.post("/language", (c) => chooseLanguage(c, context.publicUrl));
  addSignIn(portal, context, wrongTokens);
  addPublicCoverage(portal, context);
  addOwnKeysPage(portal, context);
  addRegisterPages(portal, context);
  addAnswerPages(portal, context);
  addVerifyPages(portal, context, readNames);
  portal.use(requireSession(context));
  addFindingPages(portal, context, readNames);
  addNotificationPages(portal, context, readNames);
  addDecisionPage(portal, context, readNames);
  addFindingTypePage(portal, context);
  addCustodyPages(portal, context, readNames);
  addOrganisationPage(portal, context);
  addContactKeysPage(portal, context);
  addMemberPages(portal, context, readNames);
  addEndpointListPage(portal, context, readNames);
  addEndpointPages(portal, context, readNames);
  portal.use(requireHouse());
  addRegistrationPages(portal, context);
  addReceivedMailPages(portal, context);
  addSilencePage(portal, context);
  addResponsePages(portal, context, readNames);
  addStartPage(portal, context, readNames);
  addReportPages(portal, context, readNames);
  addCorrectionPages(portal, context, readNames);
  addFinderPages(portal, context);
  addWhoPage(portal, context, readNames);
  addCoveragePage(portal, context, readNames);
  addApprovalPages(portal, context);
  addBrakePages(portal, context, readNames);
  addSwitchPages(portal, context);
  addDeliveryPages(portal, context);
  addSuppressionPages(portal, context);
  addSinkPages(portal, context);
  addTextPreviews(portal, context);
  return portal;
}

async function chooseLanguage(c: Context<WebEnv>, publicUrl: string): Promise<Response> {
  const { language, to } = await c.req.parseBody();
  const chosen = findLanguage(typeof language === "string" ? language : undefined);
  if (chosen !== undefined) {
    setCookie(c, languageCookie, chosen, {
      path: "/",
      secure: isSecure(c, publicUrl),
      httpOnly: true,
      sameSite: "Lax",
      maxAge: 365 * 24 * 60 * 60,
    });
  }
  return c.redirect(readLocalPath(to), 303);
}
