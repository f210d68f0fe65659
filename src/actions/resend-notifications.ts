import type { Actor } from "../domain/access/actor.ts";
import type { EndpointId } from "../domain/ids.ts";
import type { Clock } from "../platform/clock.ts";
import { type Sql, transaction } from "../platform/database.ts";
import { AppError } from "../platform/errors.ts";
import { appendAudit } from "../store/audit.ts";
import { insertResends, type ResendWindow } from "../store/resends.ts";
import { lockOwnEndpoint } from "./endpoints/own-endpoint.ts";

/** More is asked for in several stretches. */
const mostAtOnce = 10_000;
const longestMs = 31 * 24 * 60 * 60_000;

/**
 * Sends an endpoint once more what its organisation was told in a stretch of time and got; messages have the ids that they had.
 * Answers how many are queued. Throws `not-found`, `conflict` for an endpoint that does not count, `wrong-usage` for more than
 * 31 days, and for what is fetched: that can be asked for by time anyway.
 */
export async function resendNotifications({
  context,
  input,
}: {
  readonly context: { readonly sql: Sql; readonly clock: Clock };
  readonly input: { readonly actor: Actor; readonly id: EndpointId; readonly window: ResendWindow };
}): Promise<{ readonly queued: number }> {
  const { actor, id, window } = input;
  check(window);
  return transaction(context.sql, async (sql) => {
    const { organisation, standing, way } = await lockOwnEndpoint(
      sql,
      actor,
      "endpoint.resend",
      id,
    );
    if (way.kind === "pull") {
      throw new AppError("wrong-usage", "Nothing is sent to an endpoint that fetches.", {
        remedy: "Fetch with from and until: GET /api/v1/notifications.",
      });
    }
    if (standing.state !== "active") {
      throw new AppError("conflict", "The endpoint does not count.", {
        remedy: "Test it first: `meldpunt endpoint test`.",
      });
    }
    const at = context.clock();
    const queued = await insertResends(sql, id, window, { at, by: actor.name, limit: mostAtOnce });
    await appendAudit(sql, {
      ...{ at, actor, act: "endpoint.resend", about: organisation, subject: id },
      detail: { ...window, queued },
    });
    return { queued };
  });
}

function check({ from, until }: ResendWindow): void {
  const ms = until.getTime() - from.getTime();
  if (ms > 0 && ms <= longestMs) return;
  throw new AppError(
    "wrong-usage",
    "Ask for a stretch of up to 31 days, its end after its beginning.",
  );
}
