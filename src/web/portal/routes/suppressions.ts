import type { Context } from "hono";
import { listSuppressions } from "../../../actions/list-suppressions.ts";
import { suppressAddresses } from "../../../actions/suppress-addresses.ts";
import { withdrawSuppression } from "../../../actions/withdraw-suppression.ts";
import { may } from "../../../domain/access/may.ts";
import { findAsset } from "../../../domain/claim/claim-record.ts";
import { kinds } from "../../../domain/finding/kind.ts";
import { findEmailAddress } from "../../../domain/network/email-address.ts";
import { AppError } from "../../../platform/errors.ts";
import type { WebApp, WebContext, WebEnv } from "../../context.ts";
import { toPage } from "../page.ts";
import { type SuppressionTrouble, suppressionsPage } from "../pages/suppressions-page.ts";
import { getUuid } from "../path-values.ts";

const shown = 200;

/** Who wants no mail: the list, a form to add, a button to take off; no address stands on any page. */
export function addSuppressionPages(portal: WebApp, context: WebContext): void {
  portal.get("/suppressions", (c) => show(context, c, {}, []));
  portal.post("/suppressions", async (c) => {
    const typed = await readFields(c);
    const { actor } = c.var;
    const { troubles, entry } = readEntry(typed, context.clock());
    if (entry === null) return show(context, c, typed, troubles);
    const input = { actor, source: "operator", entries: [entry] } as const;
    await suppressAddresses({ context, input });
    return c.redirect("/suppressions", 303);
  });
  portal.post("/suppressions/:id/withdraw", async (c) => {
    const { reason = "" } = await readFields(c);
    if (reason.trim() === "") return show(context, c, {}, ["no-reason"]);
    const id = getUuid(c.req.param("id"));
    try {
      await withdrawSuppression({ context, input: { actor: c.var.actor, id, reason } });
    } catch (error) {
      // Somebody else was first.
      if (!(error instanceof AppError && error.code === "not-found")) throw error;
    }
    return c.redirect("/suppressions", 303);
  });
}

type Fields = Readonly<Record<string, string>>;

async function readFields(c: Context<WebEnv>): Promise<Fields> {
  const body = await c.req.parseBody();
  return Object.fromEntries(
    Object.entries(body).flatMap(([name, value]) =>
      typeof value === "string" ? [[name, value.trim()]] : [],
    ),
  );
}

function readEntry(typed: Fields, now: Date) {
  const { address = "", about = "", kind = "", until = "", reason = "" } = typed;
  const troubles: SuppressionTrouble[] = [];
  const found = findEmailAddress(address);
  const asset = about === "" ? null : findAsset(about);
  const end = until === "" ? null : new Date(`${until}T00:00:00Z`);
  if (found === null) troubles.push("no-address");
  if (about !== "" && asset === null) troubles.push("no-object");
  if (end !== null && !(end > now)) troubles.push("no-end");
  if (reason === "") troubles.push("no-reason");
  if (found === null || troubles.length > 0) return { troubles, entry: null };
  const scope = {
    kind: kinds.find((known) => known === kind) ?? null,
    type: null,
    asset,
    digestsOnly: typed.digests === "yes",
  };
  return { troubles, entry: { address: found, scope, until: end, reason } };
}

async function show(
  context: WebContext,
  c: Context<WebEnv>,
  typed: Fields,
  troubles: readonly SuppressionTrouble[],
): Promise<Response> {
  const { actor } = c.var;
  const input = { actor, address: null, all: false, after: null, limit: shown };
  const entries = await listSuppressions({ context, input });
  const mayRecord = may(actor, "suppression.record", "everybody");
  const page = toPage(context, c);
  const status = troubles.length === 0 ? 200 : 422;
  return c.html(suppressionsPage(page, { entries, typed, troubles, mayRecord }), status);
}
