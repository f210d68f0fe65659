import { createRoute, z } from "@hono/zod-openapi";
import { readFindingType } from "../../actions/read-finding-type.ts";
import { kinds } from "../../domain/finding/kind.ts";
import { severities } from "../../domain/finding/severity.ts";
import type { WebContext } from "../context.ts";
import type { Api } from "./described.ts";
import { json, problem, problems } from "./described.ts";

const route = createRoute({
  method: "get",
  path: "/finding-types/{type}",
  summary: "What a finding type is, and what to do about its findings",
  description:
    "The advice is that of every other route, word for word; its version changes with the text.",
  request: {
    params: z.object({
      type: z.string().min(1).max(100).openapi({ description: "Id, alias or CVE." }),
    }),
    query: z.object({ language: z.enum(["nl", "en"]).default("en") }),
  },
  responses: {
    200: json(
      "The type",
      z
        .object({
          type: z.string(),
          kind: z.enum(kinds),
          severity: z.enum(severities),
          exploited: z.boolean().openapi({ description: "Known to be exploited in the wild." }),
          cves: z.array(z.string()),
          title: z.string(),
          advice: z
            .object({ name: z.string(), version: z.string(), text: z.string() })
            .nullable()
            .openapi({ description: "Plain text in lines of 72 columns." }),
        })
        .openapi("FindingType"),
    ),
    ...problems,
    404: problem("There is no such finding type."),
  },
});

export function addFindingTypeRoute(api: Api, context: WebContext): void {
  api.openapi(route, (c) => {
    const { language } = c.req.valid("query");
    const name = c.req.valid("param").type.toLowerCase();
    const { type, advice } = readFindingType({
      context,
      input: { actor: c.var.actor, name, language },
    });
    const { id, kind, severity, exploited, cves, title } = type;
    const said = { type: id, kind, severity, exploited, cves: [...cves] };
    return c.json({ ...said, title: title[language], advice: advice && { ...advice } }, 200);
  });
}
