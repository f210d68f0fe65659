import { createRoute, z } from "@hono/zod-openapi";
import { giveContactKey } from "../../actions/give-contact-key.ts";
import { showContactKeys } from "../../actions/show-contact-keys.ts";
import { typeContactKeyCode } from "../../actions/type-contact-key-code.ts";
import { withdrawContactKey } from "../../actions/withdraw-contact-key.ts";
import { isSlug, type OrganisationId } from "../../domain/ids.ts";
import { type EmailAddress, findEmailAddress } from "../../domain/network/email-address.ts";
import { AppError } from "../../platform/errors.ts";
import type { WebContext } from "../context.ts";
import { type Api, instant, json, jsonBody, problem, problems } from "./described.ts";

const params = z.object({ id: z.string().refine(isSlug, "is not the id of an organisation") });
const address = z.string().max(300).openapi({ description: "Of a contact of the organisation." });
const kind = z.enum(["pgp", "smime"]);
const fingerprint = z.string().openapi({ description: "Of a certificate its SHA-256." });

const listed = z
  .object({
    keys: z.array(
      z.object({
        address: z.string(),
        kind,
        fingerprint,
        publicPart: z.string(),
        expiresAt: instant.nullable(),
        state: z.enum(["asked", "active", "ended"]),
        askedAt: instant,
        confirmedAt: instant.nullable(),
        endedAt: instant.nullable(),
      }),
    ),
  })
  .openapi("ContactKeys");

const own = {
  ...problems,
  403: problem("Not of this organisation, or not in the role that it needs."),
  404: problem("There is no such organisation, contact or key."),
};

const listRoute = createRoute({
  method: "get",
  path: "/organisations/{id}/keys",
  summary: "Keys of the contacts of an organisation",
  request: { params },
  responses: { 200: json("The keys", listed), ...own },
});

const giveRoute = createRoute({
  method: "post",
  path: "/organisations/{id}/keys",
  summary: "Give a contact a key that mail to it is encrypted with",
  description:
    "An OpenPGP public key in ASCII armor, or a certificate in PEM. A code goes to the address, encrypted with the key; the key counts once it was typed.",
  request: { params, body: jsonBody(z.strictObject({ address, key: z.string().max(65_536) })) },
  responses: {
    200: json(
      "The key that waits for its code",
      z.object({ kind, fingerprint, expiresAt: instant.nullable(), counts: z.boolean() }),
    ),
    ...own,
    422: problem("Mail to that address cannot be encrypted with it."),
  },
});

const confirmRoute = createRoute({
  method: "post",
  path: "/organisations/{id}/keys/confirm",
  summary: "Type the code that came encrypted with a key",
  request: {
    params,
    body: jsonBody(z.strictObject({ address, code: z.string().max(100) })),
  },
  responses: { 200: json("The keys", listed), ...own, 422: problem("Not the code.") },
});

const withdrawRoute = createRoute({
  method: "post",
  path: "/organisations/{id}/keys/withdraw",
  summary: "End the key of a contact: what is shown to it by mail is reduced again",
  request: { params, body: jsonBody(z.strictObject({ address })) },
  responses: { 200: json("The keys", listed), ...own },
});

/** Adds what organisations do with the keys of their contacts. */
export function addContactKeys(api: Api, context: WebContext): void {
  const show = async (
    actor: Parameters<typeof showContactKeys>[0]["input"]["actor"],
    id: string,
  ) => {
    const organisation = id as OrganisationId;
    const keys = await showContactKeys({ context, input: { actor, organisation } });
    return {
      keys: keys.map(({ id: _id, organisation: _organisation, ...key }) => ({
        ...key,
        expiresAt: key.expiresAt?.toISOString() ?? null,
        askedAt: key.askedAt.toISOString(),
        confirmedAt: key.confirmedAt?.toISOString() ?? null,
        endedAt: key.endedAt?.toISOString() ?? null,
      })),
    };
  };
  api.openapi(listRoute, async (c) =>
    c.json(await show(c.var.actor, c.req.valid("param").id), 200),
  );
  api.openapi(giveRoute, async (c) => {
    const organisation = c.req.valid("param").id as OrganisationId;
    const { address, key: text } = c.req.valid("json");
    const { actor } = c.var;
    const input = { actor, organisation, address: readAddress(address), text, compared: false };
    const { expiresAt, ...given } = await giveContactKey({ context, input });
    return c.json({ ...given, expiresAt: expiresAt?.toISOString() ?? null }, 200);
  });
  api.openapi(confirmRoute, async (c) => {
    const { id } = c.req.valid("param");
    const { address, code } = c.req.valid("json");
    const { actor } = c.var;
    const organisation = id as OrganisationId;
    const input = { actor, organisation, address: readAddress(address), code };
    await typeContactKeyCode({ context, input });
    return c.json(await show(actor, id), 200);
  });
  api.openapi(withdrawRoute, async (c) => {
    const { id } = c.req.valid("param");
    const { actor } = c.var;
    const organisation = id as OrganisationId;
    const address = readAddress(c.req.valid("json").address);
    await withdrawContactKey({ context, input: { actor, organisation, address } });
    return c.json(await show(actor, id), 200);
  });
}

function readAddress(text: string): EmailAddress {
  const found = findEmailAddress(text);
  if (found !== null) return found;
  throw new AppError("input-refused", "That is no mail address.");
}
