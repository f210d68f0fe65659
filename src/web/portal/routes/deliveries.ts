import type { Context } from "hono";
import { settleDelivery } from "../../../actions/settle-delivery.ts";
import { may } from "../../../domain/access/may.ts";
import { AppError } from "../../../platform/errors.ts";
import { listDeadLetters } from "../../../store/views/dead-letters.ts";
import { listDoubtfulDeliveries } from "../../../store/views/doubtful-deliveries.ts";
import { listSlowedHosts } from "../../../store/views/slowed-hosts.ts";
import type { WebApp, WebContext, WebEnv } from "../../context.ts";
import { requireAct } from "../../middleware/require-act.ts";
import { toPage } from "../page.ts";
import { dayChoices, deliveriesPage } from "../pages/deliveries-page.ts";
import { type SettleStep, settlePage } from "../pages/settle-page.ts";
import { readForm } from "../read-form.ts";

const dayMs = 24 * 3_600_000;
const shown = 200;

/** What did not arrive or may not have, and saying what became of it. */
export function addDeliveryPages(portal: WebApp, context: WebContext): void {
  portal.get("/deliveries", requireAct("delivery.read"), async (c) => {
    const days = dayChoices.find((choice) => String(choice) === c.req.query("days")) ?? 7;
    const since = new Date(context.clock().getTime() - days * dayMs);
    const [doubtful, dead, slowed] = await Promise.all([
      listDoubtfulDeliveries(context.sql),
      listDeadLetters(context.sql, since, shown + 1),
      listSlowedHosts(context.sql),
    ]);
    const maySettle = may(c.var.actor, "delivery.settle", "everybody");
    const isMore = dead.length > shown;
    const data = { doubtful, dead: dead.slice(0, shown), isMore, slowed, days, maySettle };
    return c.html(deliveriesPage(toPage(context, c), data));
  });
  // Who changes the language on the way gets here.
  portal.get("/deliveries/settle", (c) => c.redirect("/deliveries", 303));
  portal.post("/deliveries/settle", requireAct("delivery.settle"), async (c) => {
    const step = await settle(context, c);
    return c.html(settlePage(toPage(context, c), step), step.kind === "settled" ? 409 : 200);
  });
}

async function settle(context: WebContext, c: Context<WebEnv>): Promise<SettleStep> {
  const form = await readForm(c);
  const said = form.text("arrived");
  if (said !== "yes" && said !== "no") throw new AppError("wrong-usage", "Has it arrived, or not?");
  const arrived = said === "yes";
  const doubtful = await listDoubtfulDeliveries(context.sql);
  const delivery = doubtful.find(({ delivery }) => delivery === form.text("delivery"));
  if (delivery === undefined) return { kind: "settled" };
  if (form.text("confirmed") !== "yes") return { kind: "confirm", delivery, arrived };
  try {
    const input = { delivery: delivery.delivery, arrived, actor: c.var.actor };
    await settleDelivery({ context, input });
  } catch (error) {
    if (error instanceof AppError && error.code === "conflict") return { kind: "settled" };
    throw error;
  }
  return { kind: "done", delivery, arrived };
}
