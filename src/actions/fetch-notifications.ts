import type { Actor } from "../domain/access/actor.ts";
import type { NotificationId, OrganisationId } from "../domain/ids.ts";
import type { Clock } from "../platform/clock.ts";
import { type Sql, transaction } from "../platform/database.ts";
import { AppError } from "../platform/errors.ts";
import type { MasterKey } from "../platform/master-key.ts";
import { appendAudit } from "../store/audit.ts";
import {
  beginShowing,
  type FetchableNotification,
  listFetchable,
  listToldBetween,
} from "../store/fetched-notifications.ts";
import { openMachineForm } from "../store/machine-forms.ts";
import { readAs } from "../store/read-as.ts";
import { findPullEndpoint } from "../store/views/pull-endpoint.ts";
import { permit } from "./access/permit.ts";
import { recordAct } from "./access/record-act.ts";

/** A notification as its organisation fetches it; the cursor stands for it and all that was fetched before. */
export type FetchedNotification = {
  readonly cursor: string;
  /** As docs/formats/notification.md has it. */
  readonly document: unknown;
};

/** What waits to be acknowledged, or what was told in a stretch of time, by whatever way it went. */
export type FetchWhat = { readonly from: Date; readonly until: Date } | "waiting";

/** Stands for the test of an endpoint: before everything else. */
const testCursor = "0";

export type FetchContext = {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly masterKey: MasterKey;
};

/**
 * A page of what an organisation is told, the first first; only its own. What waits is written down as shown before it is
 * answered, and goes on waiting until it is acknowledged: fetching it again gives it again. Throws `not-found` where the
 * organisation has nothing to fetch by.
 */
export async function fetchNotifications({
  context,
  input,
}: {
  readonly context: FetchContext;
  readonly input: {
    readonly actor: Actor;
    readonly what: FetchWhat;
    readonly after: number;
    readonly limit: number;
  };
}): Promise<FetchedNotification[]> {
  const { actor, what, after, limit } = input;
  permit(actor, "notification.fetch");
  const organisation = organisationOf(actor);
  if (what !== "waiting") {
    const stretch = { ...what, after, limit };
    const told = await readAs(context.sql, actor, (sql) => listToldBetween(sql, stretch));
    const detail = { ...what, notifications: told.length };
    await recordAct(context, {
      ...{ actor, act: "notification.fetch", about: organisation, subject: null, detail },
    });
    return told.map((one) => toFetched(context, one));
  }
  const endpoint = await readAs(context.sql, actor, findPullEndpoint);
  if (endpoint === null) throw noEndpoint();
  if (endpoint.state === "untested") return [toTest(context, endpoint.id, organisation)];
  const found = await readAs(context.sql, actor, (sql) => listFetchable(sql, after, limit));
  const shown = await show(context, actor, found);
  return found.filter(({ id }) => shown.has(id)).map((one) => toFetched(context, one));
}

/** The organisation of somebody who fetches: never anybody else's. */
function organisationOf(actor: Actor): OrganisationId {
  if (actor.kind === "member") return actor.organisation;
  throw new AppError("not-permitted", "Only an organisation fetches what it is told.");
}

async function show(
  context: FetchContext,
  actor: Actor,
  found: readonly FetchableNotification[],
): Promise<ReadonlySet<NotificationId>> {
  return transaction(context.sql, async (sql) => {
    const ids = found.map(({ id }) => id);
    const shown = await beginShowing(sql, ids, context.clock());
    await appendAudit(sql, {
      at: context.clock(),
      actor,
      act: "notification.fetch",
      about: organisationOf(actor),
      subject: null,
      detail: { notifications: shown.size },
    });
    return shown;
  });
}

function toFetched(
  { masterKey }: FetchContext,
  { id, position, content }: FetchableNotification,
): FetchedNotification {
  const text = openMachineForm(masterKey, id, content).toString();
  return { cursor: String(position), document: JSON.parse(text) };
}

function toTest(
  { clock }: FetchContext,
  endpoint: string,
  organisation: OrganisationId,
): FetchedNotification {
  const document = {
    type: "test",
    timestamp: clock().toISOString(),
    data: { endpoint, organisation },
  };
  return { cursor: testCursor, document };
}

function noEndpoint(): AppError {
  return new AppError("not-found", "Nothing waits to be fetched by your organisation.", {
    remedy: "Register it: `meldpunt endpoint add ORGANISATION --pull`, or POST /api/v1/endpoints.",
  });
}
