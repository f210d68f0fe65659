import { createRoute, z } from "@hono/zod-openapi";
import { diffMembers } from "../../actions/diff-members.ts";
import type { MembersInput, MembersPlan } from "../../actions/members/plan-members.ts";
import { submitMembers } from "../../actions/submit-members.ts";
import type { Actor } from "../../domain/access/actor.ts";
import { isSlug, type OrganisationId } from "../../domain/ids.ts";
import { emptyRecord, type ImportedContacts } from "../../domain/world/import/imported.ts";
import type { ImportedText, Place } from "../../domain/world/import/place.ts";
import { AppError } from "../../platform/errors.ts";
import type { WebContext } from "../context.ts";
import type { Api } from "./described.ts";
import { json, jsonBody, problem, problems } from "./described.ts";

const slug = z.string().refine(isSlug, "is not the id of an organisation");

const memberSchema = z
  .strictObject({
    organisation: slug.optional(),
    kvk: z
      .string()
      .max(20)
      .optional()
      .openapi({ description: "Number of the register of companies." }),
    name: z.string().min(1).max(300).optional(),
    email: z.string().max(300).optional().openapi({ description: "For an invitation only." }),
    objects: z
      .array(z.string().min(1).max(300))
      .max(1000)
      .default([])
      .openapi({ description: "Prefixes and names that the intermediary vouches for." }),
    informed: z.boolean().default(false),
  })
  .refine(({ organisation, kvk, name }) => (organisation ?? kvk ?? name) !== undefined, {
    message: "say who: organisation, kvk or name",
  });

const listSchema = z.strictObject({
  intermediary: slug.optional().openapi({ description: "Of a token of the house; else your own." }),
  members: z.array(memberSchema).min(1).max(20_000),
  reference: z.string().min(1).max(500).optional().openapi({
    description: "Where the word is kept; needed with a token of the house.",
  }),
  force: z.boolean().default(false).openapi({
    description: "Goes on where a brake holds the list; with a token of the house only.",
  }),
});

const organisations = z.array(z.string());
const planSchema = z
  .object({
    difference: z.object({
      added: organisations,
      consented: organisations,
      changed: organisations,
      confirmed: organisations,
      gone: organisations,
      loaded: organisations,
    }),
    unknown: z.array(z.object({ name: z.string(), kvk: z.string().nullable() })),
    remarks: z.array(
      z.object({
        member: z.int().nullable().openapi({ description: "Which of `members`, from 1." }),
        field: z.string(),
        effect: z.enum(["left-out", "changed", "kept"]),
        value: z.string(),
        problem: z.string(),
        remedy: z.string(),
      }),
    ),
    brake: z.enum(["gone", "added"]).nullable(),
  })
  .openapi("MembersDifference");

const body = jsonBody(listSchema);
const failures = {
  ...problems,
  403: problem("Not an administrator of this organisation."),
  422: problem("No intermediary, or nobody named."),
};

const diffRoute = createRoute({
  method: "post",
  path: "/members/diff",
  summary: "What handing a member list in would do; changes nothing",
  request: { body },
  responses: { 200: json("What it would do", planSchema), ...failures },
});

const submitRoute = createRoute({
  method: "post",
  path: "/members",
  summary: "Hand in whom an intermediary serves; the same list again confirms it for 90 days",
  request: { body },
  responses: {
    200: json(
      "What it did",
      planSchema.extend({
        vouched: z.object({
          asked: z.int(),
          confirmed: z.int(),
          withdrawn: z.int(),
          left: z.int(),
        }),
      }),
    ),
    ...failures,
    409: problem("Unusually many would go or come, or somebody changed something meanwhile."),
  },
});

export function addMemberRoutes(api: Api, context: WebContext): void {
  api.openapi(diffRoute, async (c) => {
    const input = toInput(c.var.actor, c.req.valid("json"));
    return c.json(toAnswer(await diffMembers({ context, input })), 200);
  });
  api.openapi(submitRoute, async (c) => {
    const said = c.req.valid("json");
    const input = {
      ...toInput(c.var.actor, said),
      reference: said.reference ?? null,
      force: said.force,
    };
    const { vouched, ...plan } = await submitMembers({ context, input });
    return c.json({ ...toAnswer(plan), vouched }, 200);
  });
}

function toInput(
  actor: Actor,
  { intermediary, members }: z.infer<typeof listSchema>,
): MembersInput {
  const id = intermediary ?? (actor.kind === "member" ? actor.organisation : undefined);
  if (id === undefined) throw new AppError("wrong-usage", "Of which intermediary?");
  const records = toRecords(members);
  return { actor, intermediary: id as OrganisationId, list: { kind: "records", records } };
}

function toRecords(members: readonly z.infer<typeof memberSchema>[]): ImportedContacts {
  const organisations = members.map((member, i) => {
    const place = (field: string): Place => ({ file: "members", line: null, row: i + 1, field });
    const text = (field: string, value: string | undefined): ImportedText | null =>
      value === undefined ? null : { text: value, place: place(field) };
    const { organisation, kvk, name, email, objects, informed } = member;
    const key = (organisation ?? name ?? kvk ?? "").toLowerCase();
    const address = text("email", email);
    return {
      ...emptyRecord(key, place("")),
      id: text("organisation", organisation),
      kvk: text("kvk", kvk),
      name: text("name", name),
      informed: text("informed", informed ? "yes" : "no"),
      contacts: address === null ? [] : [{ role: "findings" as const, email: address }],
      objects: objects.map((object) => ({
        text: object,
        place: place("objects"),
        kind: "any" as const,
        use: null,
        basis: null,
      })),
    };
  });
  return { organisations, suppressions: [], remarks: [], columns: [] };
}

function toAnswer({ difference, unknown, remarks, brake }: MembersPlan) {
  return {
    difference: {
      added: [...difference.added],
      consented: [...difference.consented],
      changed: [...difference.changed],
      confirmed: [...difference.confirmed],
      gone: [...difference.gone],
      loaded: [...difference.loaded],
    },
    unknown: unknown.map(({ name, kvk }) => ({ name, kvk })),
    remarks: remarks.map(({ row: member, field, effect, value, problem, remedy }) => ({
      member,
      field,
      effect,
      value,
      problem,
      remedy,
    })),
    brake,
  };
}
