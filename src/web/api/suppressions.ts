import { createRoute, z } from "@hono/zod-openapi";
import { listSuppressions } from "../../actions/list-suppressions.ts";
import { suppressAddresses } from "../../actions/suppress-addresses.ts";
import { withdrawSuppression } from "../../actions/withdraw-suppression.ts";
import { findAsset } from "../../domain/claim/claim-record.ts";
import { kinds } from "../../domain/finding/kind.ts";
import type { FindingTypeId } from "../../domain/ids.ts";
import { findEmailAddress } from "../../domain/network/email-address.ts";
import type { SuppressionListEntry } from "../../store/views/suppression-list.ts";
import type { WebContext } from "../context.ts";
import type { Api } from "./described.ts";
import {
  instant,
  json,
  jsonBody,
  nextCursor,
  paging,
  problem,
  problems,
  toInstant,
} from "./described.ts";
import { readUuidCursor, toPage } from "./page.ts";

const address = z
  .string()
  .transform((text, c) => {
    const found = findEmailAddress(text);
    if (found === null) c.addIssue({ code: "custom", message: "not a mail address" });
    return found ?? z.NEVER;
  })
  .openapi({ type: "string", example: "abuse@net.example" });

const asset = z
  .string()
  .transform((text, c) => {
    const found = findAsset(text);
    if (found === null) c.addIssue({ code: "custom", message: "not a network object" });
    return found ?? z.NEVER;
  })
  .openapi({ type: "string", example: "192.0.2.0/24" });

const entrySchema = z
  .object({
    id: z.uuid(),
    mark: z.string().openapi({ description: "Equal where the address is; nobody reads it back." }),
    kind: z.string().nullable(),
    type: z.string().nullable(),
    asset: z.string().nullable(),
    digestsOnly: z.boolean(),
    reason: z.string(),
    source: z.enum(["operator", "import", "one-click", "answer", "complaint"]),
    recordedAt: instant,
    recordedBy: z.string(),
    until: instant.nullable(),
    withdrawnAt: instant.nullable(),
    withdrawnBy: z.string().nullable(),
    withdrawnReason: z.string().nullable(),
  })
  .openapi("Suppression");

const refusals = { 403: problem("The token is not for this.") };

const list = createRoute({
  method: "get",
  path: "/suppressions",
  summary: "Entries of the suppression list that hold, the latest first",
  request: {
    query: z.object({
      all: z.enum(["true", "false"]).default("false"),
      ...paging,
    }),
  },
  responses: {
    200: json("A page of entries", z.object({ suppressions: z.array(entrySchema), nextCursor })),
    ...problems,
    ...refusals,
  },
});

const record = createRoute({
  method: "post",
  path: "/suppressions",
  summary: "Silence addresses: others are asked instead",
  request: {
    body: jsonBody(
      z.object({
        suppressions: z
          .array(
            z.object({
              address,
              kind: z.enum(kinds).nullable().default(null),
              type: z.string().max(100).nullable().default(null),
              asset: asset.nullable().default(null),
              digestsOnly: z.boolean().default(false),
              until: instant.nullable().default(null),
              reason: z.string().min(1).max(500),
            }),
          )
          .min(1)
          .max(1000),
      }),
    ),
  },
  responses: {
    200: json(
      "What holds now, in the order given, and how many mails were taken back",
      z.object({ ids: z.array(z.uuid()), withdrawn: z.int() }),
    ),
    ...problems,
    ...refusals,
  },
});

const withdraw = createRoute({
  method: "post",
  path: "/suppressions/{id}/withdraw",
  summary: "Take an entry off the list",
  request: {
    params: z.object({ id: z.uuid() }),
    body: jsonBody(z.object({ reason: z.string().min(1).max(500) })),
  },
  responses: {
    200: json("It is off the list", z.object({ id: z.uuid() })),
    ...problems,
    ...refusals,
    404: problem("No such entry holds."),
  },
});

export function addSuppressionRoutes(api: Api, context: WebContext): void {
  api.openapi(list, async (c) => {
    const { after, limit, all } = c.req.valid("query");
    const { actor } = c.var;
    const from = readUuidCursor(after);
    const filters = { address: null, all: all === "true", after: from, limit: limit + 1 };
    const found = await listSuppressions({ context, input: { actor, ...filters } });
    const page = toPage(found.map(toBody), limit, ({ id }) => id);
    return c.json({ suppressions: [...page.items], nextCursor: page.nextCursor }, 200);
  });
  api.openapi(record, async (c) => {
    const { suppressions } = c.req.valid("json");
    const entries = suppressions.map(({ address, until, reason, type, ...scope }) => ({
      ...{ address, reason, until: until === null ? null : new Date(until) },
      scope: { ...scope, type: type as FindingTypeId | null },
    }));
    const input = { actor: c.var.actor, source: "operator", entries } as const;
    const { ids, withdrawn } = await suppressAddresses({ context, input });
    return c.json({ ids: [...ids], withdrawn }, 200);
  });
  api.openapi(withdraw, async (c) => {
    const { id } = c.req.valid("param");
    const { reason } = c.req.valid("json");
    await withdrawSuppression({ context, input: { actor: c.var.actor, id, reason } });
    return c.json({ id }, 200);
  });
}

function toBody({ recordedAt, until, withdrawnAt, ...entry }: SuppressionListEntry) {
  return {
    ...entry,
    recordedAt: recordedAt.toISOString(),
    until: toInstant(until),
    withdrawnAt: toInstant(withdrawnAt),
  };
}
