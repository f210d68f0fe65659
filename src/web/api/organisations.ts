import { createRoute, z } from "@hono/zod-openapi";
import { changeOrganisation } from "../../actions/change-organisation.ts";
import { confirmContact } from "../../actions/confirm-contact.ts";
import { mailContactCode } from "../../actions/mail-contact-code.ts";
import { settleOrganisationChange } from "../../actions/settle-organisation-change.ts";
import { showOrganisation } from "../../actions/show-organisation.ts";
import { suspendOrganisation } from "../../actions/suspend-organisation.ts";
import { isSlug, type OrganisationId } from "../../domain/ids.ts";
import { findEmailAddress } from "../../domain/network/email-address.ts";
import { AppError } from "../../platform/errors.ts";
import type { WebContext } from "../context.ts";
import { type Api, instant, json, jsonBody, problem, problems } from "./described.ts";

const params = z.object({ id: z.string().refine(isSlug, "is not the id of an organisation") });
const fields = z
  .record(z.string(), z.object({ before: z.unknown(), after: z.unknown() }))
  .openapi({ description: "What differs, with both values." });

const shown = z
  .object({
    organisation: z.record(z.string(), z.unknown()),
    contacts: z.array(
      z.object({
        address: z.string(),
        confirmedAt: instant.nullable(),
        codeUntil: instant.nullable(),
      }),
    ),
    changes: z.array(
      z.object({
        id: z.uuid(),
        state: z.enum(["pending", "accepted", "declined", "withdrawn"]),
        askedAt: instant,
        askedBy: z.string(),
        fields,
        decidedAt: instant.nullable(),
        reason: z.string().nullable(),
      }),
    ),
  })
  .openapi("Organisation");

const own = {
  ...problems,
  403: problem("Not of this organisation, or not in the role that it needs."),
  404: problem("There is no such organisation, or nothing of it that waits."),
};

const showRoute = createRoute({
  method: "get",
  path: "/organisations/{id}",
  summary: "What an organisation says of itself, and what of it waits",
  request: { params },
  responses: { 200: json("The organisation", shown), ...own },
});

const changeRoute = createRoute({
  method: "post",
  path: "/organisations/{id}/change",
  summary: "Change what an organisation says of itself",
  description:
    "Keys as in the world file. What is its own takes effect at once, new addresses of contacts once their codes were typed, the rest waits for an operator.",
  request: {
    params,
    body: jsonBody(
      z.strictObject({
        fields: z.record(z.string(), z.unknown()),
        dryRun: z.boolean().default(false),
        force: z.boolean().default(false),
        reason: z.string().max(1000).nullable().default(null),
      }),
    ),
  },
  responses: {
    200: json(
      "What it did, or would do",
      z.object({
        outcome: z.enum(["applied", "operator", "codes", "unchanged", "dry-run"]),
        fields,
        trial: z
          .object({ addressesChanged: z.number(), findings: z.int(), findingsMoved: z.int() })
          .nullable(),
      }),
    ),
    ...own,
    409: problem("A change waits already, or a brake holds this one."),
    422: problem("It cannot be read."),
  },
});

const settleRoute = createRoute({
  method: "post",
  path: "/organisations/{id}/decide",
  summary: "Decide about the change that waits, or withdraw it",
  request: {
    params,
    body: jsonBody(
      z.strictObject({
        state: z.enum(["accepted", "declined", "withdrawn"]),
        reason: z.string().max(1000).nullable().default(null),
      }),
    ),
  },
  responses: { 200: json("The organisation", shown), ...own },
});

const confirmRoute = createRoute({
  method: "post",
  path: "/organisations/{id}/confirm",
  summary: "Type the code that was mailed to the address of a contact",
  request: {
    params,
    body: jsonBody(z.strictObject({ address: z.string().max(300), code: z.string().max(100) })),
  },
  responses: { 200: json("The organisation", shown), ...own, 422: problem("Not the code.") },
});

const codeRoute = createRoute({
  method: "post",
  path: "/organisations/{id}/code",
  summary: "Mail a code to the address of a contact, once a day at most",
  request: { params, body: jsonBody(z.strictObject({ address: z.string().max(300) })) },
  responses: {
    200: json("The organisation", shown),
    ...own,
    409: problem("A code was mailed there within a day."),
  },
});

const standingRoute = createRoute({
  method: "post",
  path: "/organisations/{id}/standing",
  summary: "Suspend an organisation, or take it back",
  request: {
    params,
    body: jsonBody(z.strictObject({ suspended: z.boolean(), reason: z.string().min(1).max(1000) })),
  },
  responses: {
    200: json("The organisation", shown),
    ...own,
    409: problem("It stands so already."),
  },
});

/** What organisations say of themselves: of the house all, of others their own. */
export function addOrganisationRoutes(api: Api, context: WebContext): void {
  type Actor = Parameters<typeof showOrganisation>[0]["input"]["actor"];
  const answer = async (actor: Actor, organisation: OrganisationId) =>
    toAnswer(await showOrganisation({ context, input: { actor, organisation } }));
  api.openapi(showRoute, async (c) =>
    c.json(await answer(c.var.actor, c.req.valid("param").id as OrganisationId), 200),
  );
  api.openapi(changeRoute, async (c) => {
    const { fields: fragment, ...options } = c.req.valid("json");
    const organisation = c.req.valid("param").id as OrganisationId;
    const input = { ...options, actor: c.var.actor, organisation, fragment };
    const { outcome, fields, trial } = await changeOrganisation({ context, input });
    const told = trial && {
      addressesChanged: trial.coverage.changedShare,
      findings: trial.decisions.findings,
      findingsMoved: trial.decisions.moved,
    };
    return c.json({ outcome, fields, trial: told }, 200);
  });
  api.openapi(settleRoute, async (c) => {
    const organisation = c.req.valid("param").id as OrganisationId;
    const { actor } = c.var;
    const input = { ...c.req.valid("json"), actor, organisation };
    await settleOrganisationChange({ context, input });
    return c.json(await answer(actor, organisation), 200);
  });
  api.openapi(confirmRoute, async (c) => {
    const organisation = c.req.valid("param").id as OrganisationId;
    const { actor } = c.var;
    const { address: text, code } = c.req.valid("json");
    const address = findEmailAddress(text);
    if (address === null) throw new AppError("input-refused", "That is no mail address.");
    await confirmContact({ context, input: { actor, organisation, address, code } });
    return c.json(await answer(actor, organisation), 200);
  });
  api.openapi(codeRoute, async (c) => {
    const organisation = c.req.valid("param").id as OrganisationId;
    const { actor } = c.var;
    const address = findEmailAddress(c.req.valid("json").address);
    if (address === null) throw new AppError("not-found", "That is no address of a contact.");
    await mailContactCode({ context, input: { actor, organisation, address } });
    return c.json(await answer(actor, organisation), 200);
  });
  api.openapi(standingRoute, async (c) => {
    const organisation = c.req.valid("param").id as OrganisationId;
    const { actor } = c.var;
    const input = { ...c.req.valid("json"), actor, organisation };
    await suspendOrganisation({ context, input });
    return c.json(await answer(actor, organisation), 200);
  });
}

function toAnswer({ entry, confirmations, changes }: Awaited<ReturnType<typeof showOrganisation>>) {
  return {
    organisation: entry,
    contacts: confirmations.map(({ address, confirmedAt, codeUntil }) => ({
      address,
      confirmedAt: confirmedAt?.toISOString() ?? null,
      codeUntil: codeUntil?.toISOString() ?? null,
    })),
    changes: changes.map(({ organisation: _organisation, askedAt, decidedAt, ...change }) => ({
      ...change,
      fields: { ...change.fields },
      askedAt: askedAt.toISOString(),
      decidedAt: decidedAt?.toISOString() ?? null,
    })),
  };
}
