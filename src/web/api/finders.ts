import { createRoute, z } from "@hono/zod-openapi";
import { askFinder } from "../../actions/ask-finder.ts";
import { confirmFinder } from "../../actions/confirm-finder.ts";
import { listFinders } from "../../actions/list-finders.ts";
import { showFinder } from "../../actions/show-finder.ts";
import { strangerActor } from "../../domain/access/actor.ts";
import { finderStates } from "../../domain/finder/finder-record.ts";
import { grades } from "../../domain/finding/grade.ts";
import { tlpLabels } from "../../domain/finding/tlp.ts";
import { type FinderId, isSlug } from "../../domain/ids.ts";
import type { FinderListEntry } from "../../store/views/finder-list.ts";
import type { WebContext } from "../context.ts";
import { type Api, instant, json, jsonBody, problem, problems, toInstant } from "./described.ts";

const finder = z.string().refine(isSlug, "is not the id of a finder").openapi({ example: "divd" });

const entrySchema = z
  .object({
    id: z.string(),
    state: z.enum(finderStates),
    name: z.string(),
    vouchedBy: z.string().nullable().openapi({ description: "Of a pseudonym." }),
    purpose: z.string(),
    contact: z.string(),
    language: z.enum(["nl", "en"]),
    confirmedAt: instant.nullable(),
    trusted: z.boolean(),
    tlp: z.enum(tlpLabels).nullable(),
    grade: z.enum(grades).nullable(),
    signed: z.boolean(),
    policies: z.int().openapi({ description: "How many lines its policy has." }),
    askedAt: instant,
  })
  .openapi("Finder");

const askRoute = createRoute({
  method: "post",
  path: "/finders",
  summary: "Ask to hand findings over",
  description:
    "Needs no token. A code is mailed to `contact`; the answer is the same whatever is known of the id or the address.",
  security: [],
  request: {
    body: jsonBody(
      z
        .strictObject({
          finder,
          name: z.string().min(1).max(200).openapi({ description: "Or a pseudonym." }),
          purpose: z.string().max(2000).default(""),
          contact: z.string().max(300),
          language: z.enum(["nl", "en"]).default("nl"),
        })
        .openapi("AskedFinder"),
    ),
  },
  responses: {
    200: json("A code is on its way", z.object({ finder: z.string(), until: instant })),
    ...problems,
    422: problem("It cannot be read."),
  },
});

const confirmRoute = createRoute({
  method: "post",
  path: "/finders/confirm",
  summary: "Type the code that was mailed to a finder's contact",
  description: "Needs no token.",
  security: [],
  request: {
    body: jsonBody(z.strictObject({ finder, code: z.string().max(100) })),
  },
  responses: {
    200: json("Outcomes are told there", z.object({ confirmed: z.literal(true) })),
    ...problems,
    422: problem("Finder and code do not belong together."),
  },
});

/** What is asked of these needs no token (`POST` only). */
export const openFinderPaths: readonly string[] = [askRoute, confirmRoute].map(
  ({ path }) => `/api/v1${path}`,
);

const listRoute = createRoute({
  method: "get",
  path: "/finders",
  summary: "Finders of the register, those that wait first; a finder sees itself",
  responses: { 200: json("Finders", z.object({ finders: z.array(entrySchema) })), ...problems },
});

const showRoute = createRoute({
  method: "get",
  path: "/finders/{id}",
  summary: "A finder, its keys and, for people of the house, how it was vetted",
  request: { params: z.object({ id: finder }) },
  responses: {
    200: json(
      "The finder",
      entrySchema
        .extend({
          keys: z.array(
            z.object({
              fingerprint: z.string(),
              expiresAt: instant.nullable(),
              addedAt: instant,
              revokedAt: instant.nullable(),
            }),
          ),
          history: z
            .array(
              z.object({
                at: instant,
                actor: z.string(),
                state: z.enum(finderStates),
                trusted: z.boolean(),
                reason: z.string(),
              }),
            )
            .nullable(),
        })
        .openapi("ShownFinder"),
    ),
    ...problems,
    404: problem("The register has no such finder."),
  },
});

export function addFinderRoutes(api: Api, context: WebContext): void {
  api.openapi(askRoute, async (c) => {
    const { finder, ...asked } = c.req.valid("json");
    const input = { ...asked, actor: strangerActor, finder: finder as FinderId };
    const { until } = await askFinder({ context, input });
    return c.json({ finder, until: until.toISOString() }, 200);
  });
  api.openapi(confirmRoute, async (c) => {
    const { finder, code } = c.req.valid("json");
    await confirmFinder({ context, input: { finder: finder as FinderId, code } });
    return c.json({ confirmed: true as const }, 200);
  });
  api.openapi(listRoute, async (c) => {
    const finders = await listFinders({ context, input: { actor: c.var.actor } });
    return c.json({ finders: finders.map(toEntry) }, 200);
  });
  api.openapi(showRoute, async (c) => {
    const id = c.req.valid("param").id as FinderId;
    const shown = await showFinder({ context, input: { actor: c.var.actor, finder: id } });
    const keys = shown.keys.map(({ fingerprint, expiresAt, addedAt, revokedAt }) => ({
      fingerprint,
      expiresAt: toInstant(expiresAt),
      addedAt: addedAt.toISOString(),
      revokedAt: toInstant(revokedAt),
    }));
    const history =
      shown.history?.map(({ at, ...change }) => ({ ...change, at: at.toISOString() })) ?? null;
    return c.json({ ...toEntry(shown), keys, history }, 200);
  });
}

function toEntry(entry: FinderListEntry) {
  const { askedAt, confirmedAt } = entry;
  return { ...entry, askedAt: askedAt.toISOString(), confirmedAt: toInstant(confirmedAt) };
}
