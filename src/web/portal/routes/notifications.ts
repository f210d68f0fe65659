import { listCustodyMails } from "../../../actions/list-custody-mails.ts";
import { listLanes } from "../../../actions/list-lanes.ts";
import type { OrganisationNames } from "../../../actions/name-organisations.ts";
import { openToldFile } from "../../../actions/open-told-file.ts";
import { readNotification } from "../../../actions/read-notification.ts";
import { readNotifications } from "../../../actions/read-notifications.ts";
import { showThread } from "../../../actions/show-thread.ts";
import { may } from "../../../domain/access/may.ts";
import type { NotificationId } from "../../../domain/ids.ts";
import type { WebApp, WebContext } from "../../context.ts";
import { toPage } from "../page.ts";
import { notificationPage } from "../pages/notification-page.ts";
import { notificationsPage } from "../pages/notifications-page.ts";
import { getNumber, getUuid } from "../path-values.ts";
import { toFileHeaders } from "../send-bytes.ts";

const pageSize = 50;
const rowsShown = 200;
const mailsSearched = 100_000;

export function addNotificationPages(
  portal: WebApp,
  context: WebContext,
  readNames: OrganisationNames,
): void {
  portal.get("/notifications", async (c) => {
    const after = c.req.query("after");
    const from = after === undefined ? null : (getUuid(after) as NotificationId);
    const { actor } = c.var;
    const isHouse = actor.kind === "house" && after === undefined;
    const [found, names, lanes] = await Promise.all([
      readNotifications({
        context,
        input: { actor: c.var.actor, filters: {}, after: from, limit: pageSize + 1 },
      }),
      readNames(),
      isHouse ? listLanes({ context, input: { actor } }) : null,
    ]);
    const shown = found.slice(0, pageSize);
    const last = shown.at(-1);
    const next =
      found.length > pageSize && last !== undefined
        ? `/notifications?after=${last.notification}`
        : null;
    return c.html(notificationsPage(toPage(context, c), shown, names, next, lanes));
  });
  portal.get("/notifications/:id", async (c) => {
    const id = getUuid(c.req.param("id")) as NotificationId;
    const notification = await readNotification({
      context,
      input: { actor: c.var.actor, notification: id, limit: rowsShown },
    });
    const mails = (await context.sink?.list(mailsSearched)) ?? [];
    const mail = mails.find(({ messageId }) => messageId === notification.messageId) ?? null;
    const { actor } = c.var;
    const about = { actor, notification: id, limit: 1 };
    const [held] = await listCustodyMails({ context, input: about });
    const custody =
      held === undefined
        ? null
        : { held, mayAnswer: may(actor, "custody.answer", { organisation: held.organisation }) };
    const mayOpen = may(actor, "mail.read", "everybody");
    const thread = mayOpen
      ? await showThread({ context, input: { actor, notification: id } })
      : null;
    const more = { mail, custody, thread, mayOpen };
    return c.html(notificationPage(toPage(context, c), notification, await readNames(), more));
  });
  portal.get("/notifications/:id/files/:number", async (c) => {
    const notification = getUuid(c.req.param("id")) as NotificationId;
    const position = getNumber(c.req.param("number"));
    const input = { actor: c.var.actor, notification, position };
    const { file, bytes } = await openToldFile({ context, input });
    return c.body(Uint8Array.from(bytes), 200, toFileHeaders(file));
  });
}
