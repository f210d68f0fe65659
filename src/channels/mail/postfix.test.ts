import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { isPostfixThere } from "../../../test/abilities.ts";
import { type CuttingProxy, startCuttingProxy } from "../../../test/makers/cutting-proxy.ts";
import { type MailServer, startMailServer } from "../../../test/makers/mail-server.ts";
import { type PolicyQuestion, type Postfix, startPostfix } from "../../../test/makers/postfix.ts";
import type { DeliveryId } from "../../domain/ids.ts";
import type { EmailAddress } from "../../domain/network/email-address.ts";
import type { MailTransport } from "../../domain/notification/mail-transport.ts";
import { type AttemptResult, classifyAttempt } from "../../domain/notification/reply-class.ts";
import { readPostfixLog } from "./postfix-log.ts";
import { openSmtpTransport } from "./smtp-transport.ts";

type Judge = (question: PolicyQuestion) => Promise<string>;

const yes: Judge = async () => "DUNNO";
const nothing = async (): Promise<void> => undefined;
let judge = yes;
let postfix: Postfix;
let recipients: MailServer;
let proxy: CuttingProxy;
let transport: MailTransport;
let number = 0;

function send(to: string, text = "Hello\r\n.\r\nfrom here\r\n"): Promise<AttemptResult> {
  number += 1;
  const id = `0199a000-0000-7000-8000-${String(number).padStart(12, "0")}` as DeliveryId;
  return transport.send(
    {
      deliveryId: id,
      to: to as EmailAddress,
      bytes: Buffer.from(`Message-ID: <${id}@meldpunt.example>\r\nSubject: x\r\n\r\n${text}`),
    },
    nothing,
  );
}

/** The Message-ID of what was sent last. */
const lastMessageId = (): string =>
  `<0199a000-0000-7000-8000-${String(number).padStart(12, "0")}@meldpunt.example>`;

/** Until the log settles a message; Postfix writes it when it gets to it. */
async function settled(messageId: string): Promise<string | undefined> {
  for (;;) {
    const verdict = (await readPostfixLog(postfix.logPath, [messageId])).get(messageId);
    if (verdict !== "silent") return verdict;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const arrived = async (messageId: string): Promise<number> => {
  while (!recipients.kept.some((mail) => mail.messageId === messageId)) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  return recipients.kept.filter((mail) => mail.messageId === messageId).length;
};

describe.skipIf(!isPostfixThere)("delivery through a real Postfix", () => {
  beforeAll(async () => {
    recipients = await startMailServer();
    postfix = await startPostfix({
      nextPort: Number(new URL(recipients.url).port),
      judge: (question) => judge(question),
      mostBytes: 100_000,
    });
    proxy = await startCuttingProxy(postfix.port);
    transport = openSmtpTransport({
      url: `smtp://127.0.0.1:${proxy.port}`,
      returnPathDomain: "bounces.meldpunt.example",
      returnPathKey: Buffer.alloc(32, 3),
    });
  });

  afterEach(() => {
    judge = yes;
  });

  afterAll(async () => {
    await transport.close();
    await proxy.close();
    await postfix.stop();
    await recipients.close();
  });

  it("is taken, and comes out with the bytes that went in", async () => {
    const result = await send("a@b.example");
    expect(classifyAttempt(result)).toBe("accepted");
    expect(await arrived(lastMessageId())).toBe(1);
    const mail = recipients.kept.find(({ messageId }) => messageId === lastMessageId());
    expect(mail?.bytes.toString()).toMatch(/\r\nHello\r\n\.\r\nfrom here\r\n$/);
    expect(mail?.from).toMatch(/^b\+/);
  });

  it.each([
    ["greylisting", "RCPT", "450 4.2.0 Greylisted, come back", "retry"],
    ["deferral for the rate", "RCPT", "421 4.7.0 Too fast", "retry"],
    ["an unknown mailbox", "RCPT", "550 5.1.1 No such user", "address-dead"],
    ["a full mailbox", "RCPT", "552 5.2.2 Mailbox full", "refused"],
    ["a message held for later", "END-OF-MESSAGE", "451 4.3.0 Later", "retry"],
    ["a message refused as spam", "END-OF-MESSAGE", "550 5.7.1 Spam", "content"],
    ["a sender that is not trusted", "END-OF-MESSAGE", "550 5.7.26 Not signed", "authentication"],
  ])("%s", async (_, state, answer, expected) => {
    judge = async (question) => (question.protocol_state === state ? answer : "DUNNO");
    const result = await send("g@b.example");
    expect(result.reply).toMatchObject({
      code: Number(answer.slice(0, 3)),
      enhanced: answer.split(" ")[1],
    });
    expect(classifyAttempt(result)).toBe(expected);
    judge = yes;
    expect(classifyAttempt(await send("g@b.example"))).toBe("accepted");
  });

  it("a message that is too large is not the address's fault", async () => {
    const result = await send("a@b.example", "x".repeat(70).concat("\r\n").repeat(2000));
    expect(classifyAttempt(result)).toBe("content");
  });

  it("a server that takes its time is waited for", async () => {
    let release = (): void => undefined;
    const isAsked = new Promise<void>((asked) => {
      judge = async ({ protocol_state }) => {
        if (protocol_state !== "END-OF-MESSAGE") return "DUNNO";
        asked();
        await new Promise<void>((resolve) => {
          release = resolve;
        });
        return "DUNNO";
      };
    });
    const sent = send("slow@b.example");
    await isAsked;
    judge = yes;
    // Others go on meanwhile.
    const others = await Promise.race([
      sent.then(() => "slow"),
      openOther().then((answer) => answer),
    ]);
    expect(others).toBe("accepted");
    release();
    expect(classifyAttempt(await sent)).toBe("accepted");
  });

  it("lost before the final dot: certainly not taken, and its log says so", async () => {
    proxy.cutNext("before-dot");
    // Postfix passes a message on in pieces of some kilobytes: of a shorter one its log knows nothing.
    const result = await send("cut@b.example", "x".repeat(70).concat("\r\n").repeat(200));
    expect(result.reply).toBeNull();
    expect(await settled(lastMessageId())).toBe("not-taken");
  });

  it("lost after the final dot: in doubt, until its log says that it was taken", async () => {
    proxy.cutNext("after-dot");
    const result = await send("cut@b.example");
    expect(result).toMatchObject({ reply: null, contentSent: true });
    expect(await settled(lastMessageId())).toBe("taken");
    expect(await arrived(lastMessageId())).toBe(1);
  });

  it("says nothing of what it never saw", async () => {
    const verdicts = await readPostfixLog(postfix.logPath, ["<never@meldpunt.example>"]);
    expect([...verdicts]).toEqual([["<never@meldpunt.example>", "silent"]]);
  });
});

async function openOther(): Promise<string> {
  return classifyAttempt(await send("quick@b.example"));
}
