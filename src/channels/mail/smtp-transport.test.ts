import { createServer } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type MailServer, startMailServer } from "../../../test/makers/mail-server.ts";
import type { DeliveryId } from "../../domain/ids.ts";
import type { EmailAddress } from "../../domain/network/email-address.ts";
import type { MailTransport } from "../../domain/notification/mail-transport.ts";
import { classifyAttempt } from "../../domain/notification/reply-class.ts";
import { findReturnedDelivery } from "./return-path.ts";
import { openSmtpTransport } from "./smtp-transport.ts";

const key = Buffer.alloc(32, 3);
let server: MailServer;
let transport: MailTransport;

beforeAll(async () => {
  server = await startMailServer();
  transport = open(server.url);
});

afterAll(async () => {
  await transport.close();
  await server.close();
});

function open(url: string): MailTransport {
  return openSmtpTransport({
    url,
    returnPathDomain: "bounces.meldpunt.example",
    returnPathKey: key,
    timeoutMs: 60_000,
  });
}

let number = 0;

function makeMail(to: string, text = "Hello\r\n.\r\nend\r\n") {
  number += 1;
  const deliveryId = `0199a000-0000-7000-8000-${String(number).padStart(12, "0")}` as DeliveryId;
  const bytes = Buffer.from(
    `Message-ID: <${deliveryId}@meldpunt.example>\r\nSubject: x\r\n\r\n${text}`,
  );
  return { deliveryId, to: to as EmailAddress, bytes };
}

const nothing = async (): Promise<void> => undefined;

describe("openSmtpTransport", () => {
  it("hands over the very bytes, with a return path of their own", async () => {
    const mail = makeMail("a@b.example");
    const result = await transport.send(mail, nothing);
    expect(classifyAttempt(result)).toBe("accepted");
    const taken = server.kept.at(-1);
    expect(taken?.bytes).toEqual(mail.bytes);
    expect(taken?.to).toBe("a@b.example");
    expect(findReturnedDelivery(key, taken?.from as EmailAddress)).toBe(mail.deliveryId);
  });

  it.each([
    ["rcpt", 450, "4.2.1 Busy", "retry"],
    ["rcpt", 550, "5.1.1 No such user", "address-dead"],
    ["data", 451, "4.3.0 Later", "retry"],
    ["data", 554, "5.7.1 Spam", "content"],
    ["data", 550, "5.7.26 Not authenticated", "authentication"],
  ] as const)("answers what the server said at %s: %s %s", async (at, code, text, expected) => {
    server.behave("x@b.example", { kind: "reply", at, code, text });
    const result = await transport.send(makeMail("x@b.example"), nothing);
    expect(result.reply).toMatchObject({ code, enhanced: text.slice(0, text.indexOf(" ")) });
    expect(result.command).toBe(at);
    expect(classifyAttempt(result)).toBe(expected);
  });

  it.each([
    ["rcpt", "retry"],
    ["dot", "unknown"],
  ] as const)("tells a connection lost at %s for %s", async (at, expected) => {
    server.behave("y@b.example", { kind: "drop", at });
    const before = server.kept.length;
    const result = await transport.send(makeMail("y@b.example"), nothing);
    expect(result.reply).toBeNull();
    expect(classifyAttempt(result)).toBe(expected);
    expect(server.kept.length).toBe(before);
  });

  it("knows that nothing arrived when a large message broke off in the middle", async () => {
    server.behave("z@b.example", { kind: "drop", at: "content" });
    const result = await transport.send(
      makeMail("z@b.example", "x\r\n".repeat(3_000_000)),
      nothing,
    );
    expect(classifyAttempt(result)).toBe("retry");
  });

  it("does not repeat a message by itself", async () => {
    server.behave("kept@b.example", { kind: "drop", at: "dot", kept: true });
    const mail = makeMail("kept@b.example");
    await transport.send(mail, nothing);
    const copies = server.kept.filter(({ bytes }) => bytes.includes(mail.deliveryId));
    expect(copies).toHaveLength(1);
  });

  it("sends nothing when the last word before it is no", async () => {
    const mail = makeMail("never@b.example");
    const stop = new Error("held");
    await expect(transport.send(mail, () => Promise.reject(stop))).rejects.toBe(stop);
    expect(server.kept.some(({ to }) => to === "never@b.example")).toBe(false);
  });

  it("asks only when the server is ready for the content", async () => {
    server.behave("refused@b.example", { kind: "reply", at: "rcpt", code: 550, text: "5.1.1 No" });
    let asked = 0;
    await transport.send(makeMail("refused@b.example"), async () => {
      asked += 1;
    });
    expect(asked).toBe(0);
  });

  it("takes a server that is not there, or is none, for a reason to try later", async () => {
    const none = createServer((socket) => socket.end("554 go away\r\n"));
    await new Promise<void>((resolve) => none.listen(0, "127.0.0.1", resolve));
    const { port } = none.address() as { port: number };
    const refusing = open(`smtp://127.0.0.1:${port}`);
    expect(classifyAttempt(await refusing.send(makeMail("a@b.example"), nothing))).toBe("retry");
    await refusing.close();
    await new Promise((resolve) => none.close(resolve));
    const absent = open(`smtp://127.0.0.1:${port}`);
    expect(classifyAttempt(await absent.send(makeMail("a@b.example"), nothing))).toBe("retry");
    await absent.close();
  });
});
