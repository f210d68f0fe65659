import type { OrganisationNames } from "../../../actions/name-organisations.ts";
import { readFindings } from "../../../actions/read-findings.ts";
import { dispositions } from "../../../domain/finding/disposition.ts";
import { episodeStates } from "../../../domain/finding/episode-state.ts";
import type { FindingId } from "../../../domain/ids.ts";
import type { WebApp, WebContext } from "../../context.ts";
import { toPage } from "../page.ts";
import { type FindingsChoice, findingsPage } from "../pages/findings-page.ts";
import { getNumber } from "../path-values.ts";

const pageSize = 50;

export function addFindingPages(
  portal: WebApp,
  context: WebContext,
  readNames: OrganisationNames,
): void {
  portal.get("/findings", async (c) => {
    const choice: FindingsChoice = {
      disposition: dispositions.find((name) => name === c.req.query("disposition")),
      state: episodeStates.find((name) => name === c.req.query("state")),
    };
    const after = c.req.query("after");
    const from = after === undefined ? null : (getNumber(after) as FindingId);
    const [found, names] = await Promise.all([
      readFindings({
        context,
        input: { actor: c.var.actor, filters: choice, after: from, limit: pageSize + 1 },
      }),
      readNames(),
    ]);
    const findings = found.slice(0, pageSize);
    const last = findings.at(-1);
    const next =
      found.length > pageSize && last !== undefined ? toAddress(choice, last.finding) : null;
    return c.html(findingsPage(toPage(context, c), { findings, choice, names, next }));
  });
}

function toAddress({ disposition, state }: FindingsChoice, after: FindingId): string {
  const query = new URLSearchParams({ after: String(after) });
  if (disposition !== undefined) query.set("disposition", disposition);
  if (state !== undefined) query.set("state", state);
  return `/findings?${query}`;
}
