import { createRoute, z } from "@hono/zod-openapi";
import { approveVolume } from "../../actions/approve-volume.ts";
import { liftBrakes } from "../../actions/lift-brakes.ts";
import { liftSwitch } from "../../actions/lift-switch.ts";
import { listBrakes } from "../../actions/list-brakes.ts";
import { throwSwitch } from "../../actions/throw-switch.ts";
import { lanes } from "../../domain/finding/lane.ts";
import { isSlug } from "../../domain/ids.ts";
import { channelNames } from "../../domain/notification/channel.ts";
import type { HoldTarget } from "../../domain/notification/hold-target.ts";
import { reportBrakeKinds } from "../../domain/notification/report-brake.ts";
import type { WebContext } from "../context.ts";
import type { Api } from "./described.ts";
import { instant, json, jsonBody, problem, problems, reportId } from "./described.ts";

const target = {
  report: z.strictObject({ kind: z.literal("report"), value: reportId }),
  finder: z.strictObject({ kind: z.literal("finder"), value: z.string().refine(isSlug) }),
  case: z.strictObject({ kind: z.literal("case"), value: z.string().min(1).max(300) }),
  lane: z.strictObject({ kind: z.literal("lane"), value: z.enum(lanes) }),
  channel: z.strictObject({ kind: z.literal("channel"), value: z.enum(channelNames) }),
};
const targetSchema = z
  .union([target.report, target.finder, target.case, target.lane, target.channel])
  .openapi("HoldTarget");

const failures = {
  ...problems,
  403: problem("Not an operator."),
  404: problem("There is no such report."),
  409: problem("Somebody else has to approve."),
} as const;

const listRoute = createRoute({
  method: "get",
  path: "/brakes",
  summary: "Everything that keeps something from going out",
  responses: {
    200: json(
      "Brakes and kill switches",
      z.object({
        volume: z.array(
          z.object({
            id: z.uuid(),
            address: z.string(),
            organisation: z.string().nullable(),
            round: z.int(),
            rows: z.int(),
            limitRows: z.int(),
            heldAt: instant,
          }),
        ),
        reports: z.array(
          z.object({
            id: z.uuid(),
            report: reportId,
            finder: z.string(),
            caseName: z.string().nullable(),
            kind: z.enum(reportBrakeKinds),
            figure: z.int(),
            most: z.int().openapi({ description: "So much goes by itself." }),
            rows: z.int().openapi({ description: "That wait." }),
            heldAt: instant,
          }),
        ),
        holds: z.array(
          z.object({ kind: z.string(), value: z.string(), heldAt: instant, reason: z.string() }),
        ),
        stops: z
          .array(z.object({ lane: z.enum(lanes), heldAt: instant, reason: z.string() }))
          .openapi({ description: "Lanes that stopped since our mail was not trusted." }),
        canaries: z
          .array(
            z.object({
              report: reportId,
              finder: z.string(),
              caseName: z.string().nullable(),
              first: z.int().openapi({ description: "So many hear first." }),
              recipients: z.int(),
              heldAt: instant,
            }),
          )
          .openapi({ description: "The others follow by themselves unless a brake catches them." }),
      }),
    ),
    ...problems,
    403: problem("Not of the house."),
  },
});

const liftRoute = createRoute({
  method: "post",
  path: "/brakes/{id}/lift",
  summary: "Let go what a brake holds: of a recipient for a day, of a report for good",
  request: { params: z.object({ id: z.uuid() }) },
  responses: { 200: json("Whether it was on", z.object({ lifted: z.boolean() })), ...failures },
});

const holdRoute = createRoute({
  method: "post",
  path: "/holds",
  summary: "Throw a kill switch: nothing of it goes out until it is lifted",
  request: {
    body: jsonBody(z.strictObject({ target: targetSchema, reason: z.string().min(1).max(2000) })),
  },
  responses: {
    200: json("What changed", z.object({ held: z.boolean(), withdrawn: z.int() })),
    ...failures,
  },
});

const liftHoldRoute = createRoute({
  method: "post",
  path: "/holds/lift",
  summary: "Take a kill switch back; that of a report is taken back by releasing it",
  request: { body: jsonBody(z.strictObject({ target: targetSchema })) },
  responses: { 200: json("Whether it was thrown", z.object({ lifted: z.boolean() })), ...failures },
});

export function addBrakeRoutes(api: Api, context: WebContext): void {
  api.openapi(listRoute, async (c) => {
    const held = await listBrakes({ context, input: { actor: c.var.actor } });
    const toText = <T extends { readonly heldAt: Date }>({ heldAt, ...rest }: T) => ({
      ...rest,
      heldAt: heldAt.toISOString(),
    });
    return c.json(
      {
        volume: held.volume.map(toText),
        reports: held.reports.map(toText),
        holds: held.holds.map(toText),
        stops: held.stops.map(toText),
        canaries: held.canaries.map(toText),
      },
      200,
    );
  });
  api.openapi(liftRoute, async (c) => {
    const input = { brakes: [c.req.valid("param").id], actor: c.var.actor };
    const volume = await approveVolume({ context, input });
    const reports = await liftBrakes({ context, input });
    return c.json({ lifted: volume.length + reports.length > 0 }, 200);
  });
  api.openapi(holdRoute, async (c) => {
    const { target, reason } = c.req.valid("json");
    const input = { target: target as HoldTarget, reason, actor: c.var.actor };
    return c.json(await throwSwitch({ context, input }), 200);
  });
  api.openapi(liftHoldRoute, async (c) => {
    const input = { target: c.req.valid("json").target as HoldTarget, actor: c.var.actor };
    return c.json({ lifted: await liftSwitch({ context, input }) }, 200);
  });
}
