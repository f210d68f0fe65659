import { createRoute, z } from "@hono/zod-openapi";
import { answerMail } from "../../actions/answer-mail.ts";
import { listReceivedMails } from "../../actions/list-received-mails.ts";
import type { ShownThreadEntry } from "../../actions/mails/read-thread.ts";
import { recordMailResponse } from "../../actions/record-mail-response.ts";
import { mailVerdicts, settleReceivedMail } from "../../actions/settle-received-mail.ts";
import { showReceivedMail } from "../../actions/show-received-mail.ts";
import { showThread } from "../../actions/show-thread.ts";
import type { NotificationId } from "../../domain/ids.ts";
import { mailClasses } from "../../domain/incoming/mail-class.ts";
import {
  mailEffects,
  mailStates,
  type ReceivedMailId,
} from "../../domain/incoming/received-mail.ts";
import { suggestions } from "../../domain/incoming/suggest-response.ts";
import type { ReceivedMailEntry } from "../../store/views/received-mails.ts";
import type { WebContext } from "../context.ts";
import type { Api } from "./described.ts";
import {
  instant,
  json,
  jsonBody,
  nextCursor,
  paging,
  problem,
  problems,
  toInstant,
} from "./described.ts";
import { responded, typedResponse } from "./finding-responses.ts";
import { readUuidCursor, toPage } from "./page.ts";

const mailSchema = z
  .object({
    id: z.uuid(),
    via: z.enum(["lmtp", "smtp", "imap"]),
    receivedAt: instant,
    bytes: z.int(),
    class: z
      .enum(mailClasses)
      .nullable()
      .openapi({ description: "Null: nobody looked into it yet." }),
    state: z.enum(mailStates),
    author: z.string().nullable().openapi({ description: "By its own words." }),
    subject: z.string().nullable(),
    notification: z.uuid().nullable(),
    isProven: z.boolean().openapi({
      description: "Whether the address that it came to proves that, and not only its own words.",
    }),
    number: z.string().nullable(),
    address: z.string().nullable().openapi({ description: "Of a bounce: whom the mail was for." }),
    status: z.string().nullable(),
    meaning: z.string().nullable(),
    ticket: z.string().nullable(),
    suggestion: z
      .enum(suggestions)
      .nullable()
      .openapi({ description: "What its author may have meant: a guess." }),
    effects: z.array(z.enum(mailEffects)),
    settledAt: instant.nullable(),
    settledBy: z.string().nullable(),
  })
  .openapi("ReceivedMail");

const threadEntry = z
  .union([
    z.object({
      kind: z.literal("sent"),
      at: instant,
      notification: z.uuid(),
      number: z.string(),
      subject: z.string(),
    }),
    z.object({
      kind: z.literal("received"),
      at: instant,
      mail: z.uuid(),
      class: z.enum(mailClasses).nullable(),
      state: z.enum(mailStates),
      author: z.string().nullable(),
      subject: z.string().nullable(),
    }),
    z.object({
      kind: z.literal("answered"),
      at: instant,
      answer: z.uuid(),
      by: z.string(),
      address: z.string(),
      state: z.string().nullable(),
      text: z.string().nullable().openapi({ description: "Null once it is destroyed." }),
    }),
  ])
  .openapi("ThreadEntry");

const mailId = z.object({ id: z.uuid() });
const notThere = problem("There is no such mail.");

const listRoute = createRoute({
  method: "get",
  path: "/mails",
  summary: "Mail that came to us and what became of it, the latest first",
  request: {
    query: z.object({
      state: z.enum(mailStates).optional(),
      class: z.enum(mailClasses).optional(),
      ...paging,
    }),
  },
  responses: {
    200: json("A page of mails", z.object({ mails: z.array(mailSchema), nextCursor })),
    ...problems,
  },
});

const showRoute = createRoute({
  method: "get",
  path: "/mails/{id}",
  summary: "One mail with what it says, in its thread",
  request: { params: mailId },
  responses: {
    200: json(
      "The mail",
      z.object({
        mail: mailSchema,
        text: z.string().nullable().openapi({ description: "Null: destroyed, or unreadable." }),
        thread: z.array(threadEntry),
      }),
    ),
    ...problems,
    404: notThere,
  },
});

const threadRoute = createRoute({
  method: "get",
  path: "/notifications/{id}/thread",
  summary: "What was sent, received and answered in the thread of a notification, the first first",
  request: { params: mailId },
  responses: { 200: json("The thread", z.object({ thread: z.array(threadEntry) })), ...problems },
});

const settleRoute = createRoute({
  method: "post",
  path: "/mails/{id}/settle",
  summary: "Say what a mail is that waits for a person",
  description:
    "`nothing`: there is nothing to do. `dead`, `refused`: it is a bounce, and what follows is drawn; only for what came back to the return path of a delivery. `stop-digests`: a complaint that counts is right.",
  request: { params: mailId, body: jsonBody(z.strictObject({ verdict: z.enum(mailVerdicts) })) },
  responses: {
    200: json("What came of it", z.object({ effects: z.array(z.enum(mailEffects)) })),
    ...problems,
    409: problem("It does not wait, or did not come back to a delivery."),
  },
});

const respondRoute = createRoute({
  method: "post",
  path: "/mails/{id}/response",
  summary: "Take a mail for an answer about what its notification told of, and settle it",
  description:
    "As a person reads it: `suggestion` is a guess. What is refused leaves the mail waiting.",
  request: { params: mailId, body: jsonBody(z.strictObject(typedResponse)) },
  responses: {
    200: json("What became of each finding", responded),
    ...problems,
    409: problem("It does not wait, or answers no notification."),
    422: problem("The answer cannot be read."),
  },
});

const answerRoute = createRoute({
  method: "post",
  path: "/mails/{id}/answer",
  summary: "Write back to whoever wrote a mail, in its thread",
  description:
    "Plain text. It goes out once, under a Message-ID kept before. Programs get no answer.",
  request: {
    params: mailId,
    body: jsonBody(z.strictObject({ text: z.string().min(1).max(20_000) })),
  },
  responses: {
    200: json("It is queued", z.object({ answer: z.uuid(), address: z.string() })),
    ...problems,
    409: problem("It does not wait, answers no notification, or no person wrote it."),
  },
});

export function addMailRoutes(api: Api, context: WebContext): void {
  api.openapi(listRoute, async (c) => {
    const { state, class: kind, after, limit } = c.req.valid("query");
    const input = {
      actor: c.var.actor,
      state: state ?? null,
      class: kind ?? null,
      after: readUuidCursor(after) as ReceivedMailId | null,
      limit: limit + 1,
    };
    const found = await listReceivedMails({ context, input });
    const { items, nextCursor } = toPage(found, limit, ({ id }) => id);
    return c.json({ mails: items.map(toMail), nextCursor }, 200);
  });
  api.openapi(showRoute, async (c) => {
    const id = c.req.valid("param").id as ReceivedMailId;
    const { text, thread, ...mail } = await showReceivedMail({
      context,
      input: { actor: c.var.actor, id },
    });
    return c.json({ mail: toMail(mail), text, thread: thread.map(toThreadEntry) }, 200);
  });
  api.openapi(threadRoute, async (c) => {
    const notification = c.req.valid("param").id as NotificationId;
    const thread = await showThread({ context, input: { actor: c.var.actor, notification } });
    return c.json({ thread: thread.map(toThreadEntry) }, 200);
  });
  api.openapi(settleRoute, async (c) => {
    const id = c.req.valid("param").id as ReceivedMailId;
    const { verdict } = c.req.valid("json");
    const input = { actor: c.var.actor, id, verdict };
    return c.json({ effects: [...(await settleReceivedMail({ context, input }))] }, 200);
  });
  api.openapi(respondRoute, async (c) => {
    const id = c.req.valid("param").id as ReceivedMailId;
    const { until, ...rest } = c.req.valid("json");
    const typed = { ...rest, until: until === undefined ? null : new Date(until) };
    const responses = await recordMailResponse({
      context,
      input: { actor: c.var.actor, id, typed },
    });
    return c.json({ responses: [...responses] }, 200);
  });
  api.openapi(answerRoute, async (c) => {
    const id = c.req.valid("param").id as ReceivedMailId;
    const { text } = c.req.valid("json");
    return c.json(await answerMail({ context, input: { actor: c.var.actor, id, text } }), 200);
  });
}

function toMail(entry: ReceivedMailEntry) {
  const { delivery: _, receivedAt, settledAt, effects, ...rest } = entry;
  return {
    ...rest,
    effects: [...effects],
    receivedAt: receivedAt.toISOString(),
    settledAt: toInstant(settledAt),
  };
}

function toThreadEntry(entry: ShownThreadEntry) {
  return { ...entry, at: entry.at.toISOString() };
}
