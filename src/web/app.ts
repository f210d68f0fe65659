import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { makeExplain } from "../domain/decision/explain-object.ts";
import { AppError } from "../platform/errors.ts";
import { makeKnockLimit } from "./access/knock-limit.ts";
import { answerError } from "./answer-error.ts";
import { makeApi } from "./api/api.ts";
import { openFinderPaths } from "./api/finders.ts";
import { openRegistrationPaths } from "./api/registration-asking.ts";
import type { WebApp, WebContext, WebEnv } from "./context.ts";
import { addHealth } from "./health.ts";
import { keepLast } from "./keep-last.ts";
import { addMetrics } from "./metrics.ts";
import { checkHost } from "./middleware/check-host.ts";
import { chooseLanguage } from "./middleware/choose-language.ts";
import { knowClient } from "./middleware/know-client.ts";
import { limitPatience } from "./middleware/limit-patience.ts";
import { limitStrangers } from "./middleware/limit-strangers.ts";
import { logRequest } from "./middleware/log-request.ts";
import { nameRequest } from "./middleware/name-request.ts";
import { requireToken } from "./middleware/require-token.ts";
import { setSecurityHeaders } from "./middleware/security-headers.ts";
import { addOneClick } from "./one-click.ts";
import { makePortal } from "./portal/portal.ts";
import { addAssets } from "./public/assets.ts";
import { addWellKnown } from "./public/well-known.ts";

const formBytes = 64 * 1024;
const eventsBytes = 8 * 1024 * 1024;
const uploadPath = "/api/v1/reports";
const eventsPath = "/api/v1/intelmq/events";
const responsesBytes = 1024 * 1024;
const responsesPath = "/api/v1/findings/responses";

/** Everything that answers over HTTP: health, metrics, API, portal. */
export function makeApp(given: WebContext): WebApp {
  const context = { ...given, explainFrom: keepLast(makeExplain) };
  const { log, publicUrl, instance } = context;
  const wrongTokens = makeKnockLimit(context, "token");
  const app = new Hono<WebEnv>();

  app.use(nameRequest());
  app.use(knowClient(context.trustedProxies));
  app.use(logRequest(log));
  app.use(setSecurityHeaders(publicUrl.startsWith("https:")));
  app.use(chooseLanguage(instance.languages[0]));
  app.onError(answerError(context));
  addAssets(app);
  addHealth(app, context);

  app.use(checkHost([publicUrl, instance.contact.verifyPage]));
  addWellKnown(app, context);
  const strangers = limitStrangers(makeKnockLimit(context, "registration-api"));
  const token = requireToken(context, wrongTokens);
  const open = [...openRegistrationPaths, ...openFinderPaths];
  app.use("/api/*", (c, next) =>
    c.req.method === "POST" && open.includes(c.req.path) ? strangers(c, next) : token(c, next),
  );
  app.use("/metrics", requireToken(context, wrongTokens));
  // A report may be of any size, but only of somebody with a token; it is read as a stream and never held.
  app.use(except([uploadPath, eventsPath, responsesPath], limitBody(formBytes)));
  app.use(except([uploadPath], limitPatience()));
  app.use(eventsPath, limitBody(eventsBytes));
  app.use(responsesPath, limitBody(responsesBytes));
  addMetrics(app, context);
  app.route("/api/v1", makeApi(context));
  app.all("/api/*", () => {
    throw new AppError("not-found", "The API has no such route.");
  });
  addOneClick(app, context);
  app.route("/", makePortal(context, wrongTokens));
  app.notFound(() => {
    throw new AppError("not-found", "There is no such page.");
  });
  return app;
}

/** The same middleware, for every path but these. */
function except(
  paths: readonly string[],
  middleware: ReturnType<typeof bodyLimit>,
): typeof middleware {
  return (c, next) => (paths.includes(c.req.path) ? next() : middleware(c, next));
}

function limitBody(maxSize: number): ReturnType<typeof bodyLimit> {
  const onError = (): never => {
    throw new AppError("input-too-large", `The request holds more than ${maxSize} bytes.`, {
      remedy: "Reports go to POST /api/v1/reports.",
    });
  };
  return bodyLimit({ maxSize, onError });
}
