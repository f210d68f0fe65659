import { beforeEach, describe, expect, it } from "vitest";
import { operator } from "../../test/makers/actors.ts";
import { useOutgoingHouse } from "../../test/makers/outgoing-house.ts";
import {
  hasAsymmetricSignature,
  hasSignature,
  type Mishap,
  startWebhookReceiver,
  type WebhookReceiver,
} from "../../test/makers/webhook-receiver.ts";
import { disableEndpoint } from "../actions/disable-endpoint.ts";
import { liftSwitch } from "../actions/lift-switch.ts";
import { listEndpoints } from "../actions/list-endpoints.ts";
import { registerEndpoint } from "../actions/register-endpoint.ts";
import { resendNotifications } from "../actions/resend-notifications.ts";
import { rotateEndpoint } from "../actions/rotate-endpoint.ts";
import { testEndpoint } from "../actions/test-endpoint.ts";
import { throwSwitch } from "../actions/throw-switch.ts";
import type { EndpointId, FinderId, OrganisationId } from "../domain/ids.ts";
import type { HoldTarget } from "../domain/notification/hold-target.ts";
import { deliverResends } from "./deliver-resends.ts";

const house = useOutgoingHouse();
const context = house.context;
const organisation = "alfa" as OrganisationId;
const actor = operator;

beforeEach(() => house.loadWorld({ organisations: { alfa: { claims: ["192.0.2.0/24"] } } }));

const exploited = "cve-2021-26855";
/** A row that alfa is told of, in the lane now. */
const submit = (address: string) =>
  house.submit({ csv: `ip,type,timestamp\n${address},${exploited},2026-07-01T08:00:00Z\n` });

/** A webhook of alfa that was tested and counts. */
async function connect(
  receiver: WebhookReceiver,
): Promise<{ id: EndpointId; secret: string; publicKey: string }> {
  house.post(receiver.post);
  const way = { kind: "webhook", url: receiver.url } as const;
  const { id, secret } = await registerEndpoint({ context, input: { actor, organisation, way } });
  if (secret === null) throw new Error("A webhook has a secret.");
  receiver.trust(secret);
  const trial = await testEndpoint({ context, input: { actor, id } });
  expect(trial).toEqual({ kind: "passed" });
  receiver.taken.splice(0);
  return { id, ...secret };
}

const stateOf = async (id: EndpointId) =>
  (await listEndpoints({ context, input: { actor, organisation } })).find(
    ({ endpoint }) => endpoint === id,
  );

/** Mail about findings, not about the register. */
const findingMail = () =>
  house.server.kept.filter(({ messageId }) => !messageId.startsWith("<notice."));

const answer =
  (status: number, headers: Record<string, string> = {}, body = ""): Mishap =>
  (response) =>
    void response.writeHead(status, headers).end(body);

describe("a webhook", () => {
  it("gets what its organisation is told, once, signed both ways, and no mail goes out", async () => {
    const receiver = await startWebhookReceiver();
    const { secret, publicKey } = await connect(receiver);
    await submit("192.0.2.7");
    const { programs, delivered } = await house.run();
    expect(programs).toEqual({ taken: 1, again: 0, "to-mail": 0, "taken-back": 0 });
    expect(delivered.accepted).toBe(0);
    expect(findingMail()).toEqual([]);
    const [message, ...more] = receiver.taken;
    if (message === undefined) throw new Error("nothing came");
    expect(more).toEqual([]);
    expect(hasSignature(message, secret)).toBe(true);
    expect(hasAsymmetricSignature(message, publicKey)).toBe(true);
    const other = { ...message, body: message.body.replace("192.0.2.7", "192.0.2.8") };
    expect(hasSignature(other, secret) || hasAsymmetricSignature(other, publicKey)).toBe(false);
    expect(JSON.parse(message.body)).toMatchObject({
      type: "notification",
      data: {
        id: message.headers["webhook-id"],
        organisation: "alfa",
        role: "primary",
        lane: "now",
        rows: [{ row: 1, address: "192.0.2.7", type: exploited, cves: ["CVE-2021-26855"] }],
      },
    });
    expect(await house.dispositions()).toEqual({ delivered: 1 });
    await house.run();
    expect(receiver.taken).toHaveLength(1);
  });

  it("counts only once it was tested", async () => {
    const receiver = await startWebhookReceiver();
    house.post(receiver.post);
    const way = { kind: "webhook", url: receiver.url } as const;
    await registerEndpoint({ context, input: { actor, organisation, way } });
    await submit("192.0.2.7");
    await house.run();
    expect(receiver.calls()).toBe(0);
    expect(findingMail()).toHaveLength(1);
  });

  it("fails its test when it takes what has a wrong signature", async () => {
    const receiver = await startWebhookReceiver();
    house.post(receiver.post);
    receiver.misbehave(answer(200));
    const way = { kind: "webhook", url: receiver.url } as const;
    const { id } = await registerEndpoint({ context, input: { actor, organisation, way } });
    expect(await testEndpoint({ context, input: { actor, id } })).toMatchObject({
      kind: "failed",
      reason: expect.stringContaining("wrong signature"),
    });
    expect(await stateOf(id)).toMatchObject({ state: "untested" });
  });

  it("is tested so often in an hour and no more: it may be the server of anybody", async () => {
    const receiver = await startWebhookReceiver();
    const { id } = await connect(receiver);
    const before = receiver.calls();
    const tested = await Promise.allSettled(
      Array.from({ length: 25 }, () => testEndpoint({ context, input: { actor, id } })),
    );
    expect(tested.filter(({ status }) => status === "fulfilled")).toHaveLength(19);
    expect(receiver.calls() - before).toBe(2 * 19);
    house.later(61);
    expect(await testEndpoint({ context, input: { actor, id } })).toEqual({ kind: "passed" });
  });

  it("is not called where its name leads into a private network", async () => {
    const receiver = await startWebhookReceiver();
    house.post(receiver.post);
    const way = { kind: "webhook", url: "https://inside.voorbeeld.example/" } as const;
    const { id } = await registerEndpoint({ context, input: { actor, organisation, way } });
    expect(await testEndpoint({ context, input: { actor, id } })).toMatchObject({
      kind: "failed",
      reason: expect.stringContaining("private-address"),
    });
    expect(receiver.calls()).toBe(0);
  });
});

describe("a webhook that fails", () => {
  const mishaps: Record<string, { mishap: Mishap; code: number | null }> = {
    "answers 500": { mishap: answer(500), code: 500 },
    "answers 429": { mishap: answer(429), code: 429 },
    "answers 401": { mishap: answer(401), code: 401 },
    "redirects to itself": {
      mishap: answer(307, { Location: "https://hook.voorbeeld.example/meldpunt" }),
      code: 307,
    },
    "redirects inside": { mishap: answer(302, { Location: "https://10.0.0.1/" }), code: 302 },
    "says nothing": { mishap: (_, giveUp) => giveUp(), code: null },
    "closes before it answers": { mishap: (response) => response.destroy(), code: null },
    "closes in the middle of its headers": {
      mishap: (response) => {
        response.socket?.write("HTTP/1.1 200 OK\r\nContent-Le");
        response.socket?.destroy();
      },
      code: null,
    },
    "answers garbage": {
      mishap: (response) => void response.socket?.end("\u0000\u0001 not HTTP at all\r\n\r\n"),
      code: null,
    },
    "answers headers without end": {
      mishap: answer(200, { "X-Much": "x".repeat(20_000) }),
      code: null,
    },
  };

  it.each(Object.entries(mishaps))(
    "%s: is tried again, then has it once",
    async (_, { mishap, code }) => {
      const receiver = await startWebhookReceiver();
      const { id } = await connect(receiver);
      const before = receiver.calls();
      receiver.misbehave(mishap);
      await submit("192.0.2.7");
      const failing = await house.run();
      expect(failing.programs).toMatchObject({ taken: 0, again: 1, "to-mail": 0 });
      expect(receiver.calls()).toBe(before + 1);
      expect(await stateOf(id)).toMatchObject({
        state: "active",
        waiting: 1,
        failingSince: expect.any(Date),
      });
      const { rows } = await context.sql.query<{
        outcome: string;
        code: number | null;
        channel: string;
      }>("select outcome, reply_code as code, channel from delivery_attempts");
      expect(rows).toEqual([{ outcome: "retry", code, channel: "webhook" }]);
      receiver.misbehave(null);
      house.later(10);
      const mended = await house.run();
      expect(mended.programs).toMatchObject({ taken: 1 });
      expect(receiver.taken).toHaveLength(1);
      expect(findingMail()).toEqual([]);
      expect(await stateOf(id)).toMatchObject({ state: "active", waiting: 0, failingSince: null });
    },
  );

  it("is taken at its word when it says when to come back", async () => {
    const receiver = await startWebhookReceiver();
    await connect(receiver);
    receiver.misbehave(answer(429, { "Retry-After": "1800" }));
    await submit("192.0.2.7");
    await house.run();
    receiver.misbehave(null);
    house.later(29);
    await house.run();
    expect(receiver.taken).toEqual([]);
    house.later(2);
    await house.run();
    expect(receiver.taken).toHaveLength(1);
  });

  it("has taken what it said 200 to, though it breaks off or sends without end", async () => {
    const receiver = await startWebhookReceiver();
    await connect(receiver);
    receiver.misbehave((response) => {
      response.writeHead(200, { "Content-Length": "100000" });
      response.write("x".repeat(5000));
    });
    await submit("192.0.2.7");
    expect((await house.run()).programs).toMatchObject({ taken: 1 });
  });

  it("does not hold back what goes elsewhere, and the mail to the same recipient goes out once its time is over", async () => {
    const receiver = await startWebhookReceiver();
    const { id } = await connect(receiver);
    receiver.misbehave(answer(503));
    await submit("192.0.2.7");
    for (let minutes = 0; minutes <= 55; minutes += 5) {
      await house.run();
      house.later(5);
    }
    expect(findingMail()).toEqual([]);
    house.later(5);
    expect(await house.run()).toMatchObject({
      programs: { taken: 0, "to-mail": 1 },
      delivered: { accepted: 1 },
    });
    expect(findingMail()).toHaveLength(1);
    expect(findingMail()[0]?.bytes.toString()).toContain("192.0.2.7");
    expect(await house.dispositions()).toEqual({ delivered: 1 });
    // The endpoint has three days: it may be mended, and has the next.
    expect(await stateOf(id)).toMatchObject({ state: "active" });
    house.later(24 * 60);
    receiver.misbehave(null);
    await house.run();
    expect(findingMail()).toHaveLength(1);
    expect(receiver.taken).toEqual([]);
  });

  it("asks the next rung when the mail fails, too", async () => {
    const receiver = await startWebhookReceiver();
    await house.loadWorld({
      organisations: {
        alfa: { claims: ["192.0.2.0/24"] },
        beta: { serves: ["192.0.2.0/24"] },
      },
    });
    const { id } = await connect(receiver);
    // The notice about the endpoint still arrives.
    await house.run();
    receiver.misbehave(answer(410));
    await submit("192.0.2.7");
    const alfa = "findings@alfa.example";
    house.server.behave(alfa, { kind: "reply", at: "rcpt", code: 550, text: "5.1.1 nobody" });
    await house.run();
    expect(findingMail().map(({ to }) => to)).toEqual(["findings@beta.example"]);
    expect(findingMail().map(({ to }) => to)).toEqual(["findings@beta.example"]);
    expect(await stateOf(id)).toMatchObject({ state: "disabled", disabledBecause: "gone" });
    const { rows } = await context.sql.query(
      "select 1 from notification_findings where role = 'primary' and superseded_at is null",
    );
    expect(rows).toHaveLength(1);
  });

  it("is disabled after three days in which it took nothing, and its organisation is told by mail", async () => {
    const receiver = await startWebhookReceiver();
    const { id } = await connect(receiver);
    receiver.misbehave(answer(500));
    await submit("192.0.2.7");
    await house.run();
    house.later(71 * 60);
    await submit("192.0.2.8");
    await house.run();
    expect(await stateOf(id)).toMatchObject({ state: "active", waiting: 1 });
    house.later(2 * 60);
    await submit("192.0.2.9");
    await house.run();
    expect(await stateOf(id)).toMatchObject({ state: "disabled", disabledBecause: "failing" });
    expect(findingMail()).toHaveLength(3);
    await submit("192.0.2.10");
    const calls = receiver.calls();
    await house.run();
    expect(receiver.calls()).toBe(calls);
    expect(findingMail()).toHaveLength(4);
    const notices = house.server.kept.filter(({ bytes }) =>
      bytes.includes("Subject: Meldpunt: Meldingen gaan weer per mail"),
    );
    expect(notices).toHaveLength(1);
  });
});

describe("a webhook that changes", () => {
  it("gets both signatures while its secret changes, then only the new one", async () => {
    const receiver = await startWebhookReceiver();
    const { id, secret } = await connect(receiver);
    const fresh = await rotateEndpoint({ context, input: { actor, id, overlapHours: 24 } });
    await submit("192.0.2.7");
    await house.run();
    const [during] = receiver.taken;
    expect(during && hasSignature(during, secret) && hasSignature(during, fresh.secret)).toBe(true);
    expect(during && hasAsymmetricSignature(during, fresh.publicKey)).toBe(true);
    house.later(24 * 60);
    receiver.trust(fresh);
    await submit("192.0.2.8");
    await house.run();
    const after = receiver.taken[1];
    expect(after && hasSignature(after, fresh.secret)).toBe(true);
    expect(after && hasSignature(after, secret)).toBe(false);
  });

  it("leaves its waiting messages to mail when somebody disables it", async () => {
    const receiver = await startWebhookReceiver();
    const { id } = await connect(receiver);
    receiver.misbehave(answer(500));
    await submit("192.0.2.7");
    await house.run();
    expect(await disableEndpoint({ context, input: { actor, id } })).toEqual({
      disabled: true,
      toMail: 1,
    });
    await house.run();
    expect(findingMail()).toHaveLength(1);
  });

  it("is sent again what it was told in a stretch of time, with the same ids, and nothing is told anew", async () => {
    const receiver = await startWebhookReceiver();
    const { id } = await connect(receiver);
    await submit("192.0.2.7");
    await house.run();
    house.later(24 * 60);
    await submit("192.0.2.8");
    await house.run();
    const told = receiver.taken.map(({ body }) => body);
    const window = {
      from: new Date("2026-07-01T00:00:00Z"),
      until: new Date("2026-07-02T00:00:00Z"),
    };
    expect(await resendNotifications({ context, input: { actor, id, window } })).toEqual({
      queued: 1,
    });
    receiver.misbehave(answer(500));
    await house.run();
    receiver.misbehave(null);
    house.later(5);
    await house.run();
    expect(receiver.taken.map(({ body }) => body)).toEqual([...told, told[0]]);
    expect(receiver.taken[2]?.headers["webhook-id"]).toBe(receiver.taken[0]?.headers["webhook-id"]);
    expect(findingMail()).toEqual([]);
  });

  const july = { from: new Date("2026-07-01T00:00:00Z"), until: new Date("2026-07-02T00:00:00Z") };

  /** Of so many findings, one at a time, each told by a message of its own. */
  async function tellOneByOne(count: number): Promise<void> {
    for (let i = 1; i <= count; i++) {
      await submit(`192.0.2.${i}`);
      await house.run();
    }
  }

  it("is not called for each message once more when it does not take the first", async () => {
    const receiver = await startWebhookReceiver();
    const { id } = await connect(receiver);
    await tellOneByOne(12);
    await resendNotifications({ context, input: { actor, id, window: july } });
    const before = receiver.calls();
    receiver.misbehave(answer(500));
    await house.run();
    // Ten are looked at together; the two behind them are another look.
    expect(receiver.calls() - before).toBeLessThanOrEqual(2);
    receiver.misbehave(null);
    house.later(10);
    await house.run();
    expect(receiver.taken).toHaveLength(24);
  });

  it("that takes its time holds up the rest of what goes out only for so long", async () => {
    const receiver = await startWebhookReceiver();
    const { id } = await connect(receiver);
    await tellOneByOne(12);
    await resendNotifications({ context, input: { actor, id, window: july } });
    expect(await deliverResends(context, 0)).toBe(10);
    expect(await deliverResends(context, 0)).toBe(2);
  });

  it.each<[string, HoldTarget]>([
    ["its channel", { kind: "channel", value: "webhook" }],
    ["its lane", { kind: "lane", value: "now" }],
    ["the finder of a row", { kind: "finder", value: "finder" as FinderId }],
  ])("is sent nothing again while %s is held", async (_, target) => {
    const receiver = await startWebhookReceiver();
    const { id } = await connect(receiver);
    await tellOneByOne(1);
    await throwSwitch({ context, input: { actor, target, reason: "wrong" } });
    await resendNotifications({ context, input: { actor, id, window: july } });
    await house.run();
    expect(receiver.taken).toHaveLength(1);
    await liftSwitch({ context, input: { actor, target } });
    await house.run();
    expect(receiver.taken).toHaveLength(2);
  });
});
