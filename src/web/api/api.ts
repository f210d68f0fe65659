import { OpenAPIHono } from "@hono/zod-openapi";
import type { WebContext, WebEnv } from "../context.ts";
import { addApprovalRoutes } from "./approvals.ts";
import { addBrakeRoutes } from "./brakes.ts";
import { addClaimRoutes } from "./claims.ts";
import { addContactKeys } from "./contact-keys.ts";
import { addCorrectionRoutes } from "./corrections.ts";
import { addCoverageRoute } from "./coverage.ts";
import { addCustodyRoutes } from "./custody.ts";
import { addDecisionRoutes } from "./decisions.ts";
import { addDeliveryRoutes } from "./deliveries.ts";
import type { Api } from "./described.ts";
import { addEndpointRoutes } from "./endpoints.ts";
import { addFinderRoutes } from "./finders.ts";
import { addResponseRoute } from "./finding-responses.ts";
import { addFindingTypeRoute } from "./finding-types.ts";
import { addFindingRoutes } from "./findings.ts";
import { addFollowUpRoutes } from "./follow-up.ts";
import { addEventsRoute } from "./intelmq-events.ts";
import { addLaneRoutes } from "./lanes.ts";
import { addMailRoutes } from "./mails.ts";
import { addMemberRoutes } from "./members.ts";
import { addNotificationRoutes } from "./notifications.ts";
import { addOrganisationRoutes } from "./organisations.ts";
import { refuseInvalid } from "./refuse-invalid.ts";
import { addRegistrationAskingRoutes } from "./registration-asking.ts";
import { addRegistrationRoutes } from "./registrations.ts";
import { addRelationRoutes } from "./relations.ts";
import { addReleaseRoutes } from "./report-release.ts";
import { addReportRoutes } from "./reports.ts";
import { addResponseListRoutes } from "./responses.ts";
import { addSubmitRoute } from "./submit-report.ts";
import { addSuppressionRoutes } from "./suppressions.ts";
import { addWhoRoute } from "./who.ts";

/** Version 1 of the API: what it offers, with a description of itself in OpenAPI 3.1. */
export function makeApi(context: WebContext): Api {
  const api: Api = new OpenAPIHono<WebEnv>({ defaultHook: refuseInvalid });
  addSubmitRoute(api, context);
  addEventsRoute(api, context);
  addReportRoutes(api, context);
  addReleaseRoutes(api, context);
  addFinderRoutes(api, context);
  addResponseRoute(api, context);
  addFollowUpRoutes(api, context);
  addResponseListRoutes(api, context);
  addFindingRoutes(api, context);
  addFindingTypeRoute(api, context);
  addDecisionRoutes(api, context);
  addDeliveryRoutes(api, context);
  addMailRoutes(api, context);
  addLaneRoutes(api, context);
  addBrakeRoutes(api, context);
  addCorrectionRoutes(api, context);
  addEndpointRoutes(api, context);
  addNotificationRoutes(api, context);
  addSuppressionRoutes(api, context);
  addClaimRoutes(api, context);
  addRelationRoutes(api, context);
  addMemberRoutes(api, context);
  addCustodyRoutes(api, context);
  addRegistrationAskingRoutes(api, context);
  addRegistrationRoutes(api, context);
  addOrganisationRoutes(api, context);
  addContactKeys(api, context);
  addWhoRoute(api, context);
  addCoverageRoute(api, context);
  addApprovalRoutes(api, context);
  describe(api, context);
  return api;
}

function describe(api: Api, context: WebContext): void {
  api.openAPIRegistry.registerComponent("securitySchemes", "bearer", {
    type: "http",
    scheme: "bearer",
    description: "A token of this installation: of the house, an organisation or a finder.",
  });
  api.doc31("/openapi.json", {
    openapi: "3.1.0",
    info: {
      title: `${context.instance.name}: API`,
      version: "1",
      description:
        "Hand reports over, ask who answers for a network object, follow findings and deliveries. Times are RFC 3339 in " +
        "UTC. Lists come in pages: give `nextCursor` of one as `after` of the next. Failures are problem details " +
        "(RFC 9457) with a `code` that never changes its meaning and a `remedy`.",
      license: { name: "EUPL-1.2" },
    },
    servers: [{ url: `${context.publicUrl}/api/v1` }],
    security: [{ bearer: [] }],
  });
}
