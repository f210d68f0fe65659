import { describe, expect, it } from "vitest";
import { type AttemptResult, classifyAttempt, findSmtpReply } from "./reply-class.ts";

function result(reply: string | null, rest: Partial<AttemptResult> = {}): AttemptResult {
  return {
    reply: reply === null ? null : findSmtpReply(reply),
    command: "rcpt",
    libraryCode: null,
    contentSent: false,
    ...rest,
  };
}

describe("classifyAttempt", () => {
  it.each([
    ["250 2.0.0 Ok: queued as 4F", "data", "accepted"],
    ["250 Ok", "data", "accepted"],
    ["421 4.7.0 Try again later", "rcpt", "retry"],
    ["451 4.7.1 Greylisted", "rcpt", "retry"],
    ["452 4.2.2 Mailbox full", "data", "retry"],
    ["421 4.7.26 Not authenticated, slow down", "data", "retry"],
    ["503 5.5.1 Bad sequence of commands", "data", "retry"],
    ["554 No SMTP service here", "connect", "retry"],
    ["550 5.1.1 No such user", "rcpt", "address-dead"],
    ["550 5.1.1 No such user", "data", "address-dead"],
    ["550 5.1.2 No such domain", "rcpt", "address-dead"],
    ["556 5.1.10 Null MX", "rcpt", "address-dead"],
    ["550 5.4.4 Unable to route", "rcpt", "address-dead"],
    ["550 5.2.1 Mailbox disabled", "rcpt", "refused"],
    ["552 5.2.2 Mailbox full", "rcpt", "refused"],
    ["550 No such user here", "rcpt", "refused"],
    ["554 5.7.1 Message rejected as spam", "data", "content"],
    ["550 5.7.1 Blocked by policy", "rcpt", "content"],
    ["552 5.3.4 Message too big", "data", "content"],
    ["552 5.3.4 Message too big", "mail", "content"],
    ["554 5.6.0 Malformed", "data", "content"],
    ["550 5.7.26 Unauthenticated mail from us", "data", "authentication"],
    ["550 5.7.515 Access denied, sending domain", "data", "authentication"],
    ["550 5.1.8 Sender address rejected", "rcpt", "authentication"],
    ["553 5.7.1 Sender address rejected: not owned by user", "mail", "authentication"],
    ["535 5.7.8 Authentication failed", "auth", "authentication"],
    ["554 5.7.1 <a@b.example>: Relay access denied", "rcpt", "authentication"],
    ["530 5.7.0 Must issue STARTTLS first", "mail", "authentication"],
  ] as const)("takes %s at %s for %s", (reply, command, expected) => {
    expect(classifyAttempt(result(reply, { command }))).toBe(expected);
  });

  it("goes by the reply, not by the library, where there is one", () => {
    expect(
      classifyAttempt(result("451 4.3.0 Later", { libraryCode: "EENVELOPE", contentSent: true })),
    ).toBe("retry");
    expect(
      classifyAttempt(result("550 5.1.1 Gone", { libraryCode: "ETIMEDOUT", contentSent: true })),
    ).toBe("address-dead");
  });

  it("does not know once the message was on its way and nobody answered", () => {
    expect(
      classifyAttempt(
        result(null, { command: "data", contentSent: true, libraryCode: "ECONNECTION" }),
      ),
    ).toBe("unknown");
  });

  it.each([
    ["ECONNECTION", "retry"],
    ["ETIMEDOUT", "retry"],
    ["EDNS", "retry"],
    ["ETLS", "retry"],
    [null, "retry"],
    ["EAUTH", "authentication"],
    ["EMESSAGE", "content"],
    ["EENVELOPE", "refused"],
  ] as const)("takes silence with %s before that for %s", (libraryCode, expected) => {
    expect(classifyAttempt(result(null, { command: "connect", libraryCode }))).toBe(expected);
  });
});

describe("findSmtpReply", () => {
  it("reads code, enhanced status and words", () => {
    expect(findSmtpReply("550 5.1.1 No such user")).toEqual({
      code: 550,
      enhanced: "5.1.1",
      text: "No such user",
    });
    expect(findSmtpReply("250 Ok")).toEqual({ code: 250, enhanced: null, text: "Ok" });
    expect(findSmtpReply("354")).toEqual({ code: 354, enhanced: null, text: "" });
  });

  it("takes the last of several lines", () => {
    expect(findSmtpReply("550-5.7.1 See our\r\n550 5.7.1 policy\r\n")).toMatchObject({
      enhanced: "5.7.1",
      text: "policy",
    });
  });

  it("refuses what is no reply", () => {
    for (const text of ["", "hello", "99 low", "650 high"]) expect(findSmtpReply(text)).toBeNull();
  });
});
