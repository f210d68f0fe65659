import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTransport } from "nodemailer";
import { afterEach, describe, expect, it } from "vitest";
import type { ArrivedMail } from "../../../domain/incoming/received-mail.ts";
import type { Log } from "../../../platform/log.ts";
import { type MailListener, startMailListener } from "./start-mail-listener.ts";

const ours = "contact@meldpunt.example";
const mostBytes = 100_000;
const log = { error() {} } as unknown as Log;

let open: { readonly listener: MailListener; readonly folder: string } | null = null;

afterEach(async () => {
  await open?.listener.close();
  if (open !== null) rmSync(open.folder, { recursive: true, force: true });
  open = null;
});

async function listen(
  protocol: "lmtp" | "smtp",
  receive: (mail: ArrivedMail) => Promise<unknown>,
  mostAMinute = 1000,
): Promise<MailListener> {
  const folder = mkdtempSync(join(tmpdir(), "meldpunt-listener-"));
  const listener = await startMailListener({
    url: `${protocol}://127.0.0.1:0`,
    folder,
    clock: () => new Date("2026-07-01T09:00:00Z"),
    log,
    readAddress: (address) => (address === ours ? { kind: "house" } : null),
    receive,
    mostBytes,
    mostAMinute,
  });
  open = { listener, folder };
  return listener;
}

/** Says lines one after the other, each when the one before was answered; answers what the server said. */
function talk(port: number, lines: readonly (string | Buffer)[]): Promise<string[]> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    const said: string[] = [];
    const rest = [...lines];
    let held = "";
    socket.on("error", () => undefined);
    socket.on("close", () => resolve(said));
    socket.on("data", (chunk) => {
      held += chunk.toString();
      for (let end = held.indexOf("\r\n"); end >= 0; end = held.indexOf("\r\n")) {
        const line = held.slice(0, end);
        held = held.slice(end + 2);
        if (/^\d{3}-/.test(line)) continue;
        said.push(line);
        const next = rest.shift();
        if (next === undefined) socket.end();
        else socket.write(typeof next === "string" ? `${next}\r\n` : next);
      }
    });
  });
}

const toMail = (port: number) =>
  createTransport({ host: "127.0.0.1", port, secure: false, ignoreTLS: true });

describe("startMailListener", () => {
  it("holds few mails in memory at once, however many come", async () => {
    const gate = Promise.withResolvers<void>();
    let held = 0;
    let most = 0;
    const listener = await listen("smtp", async () => {
      held += 1;
      most = Math.max(most, held);
      await gate.promise;
      held -= 1;
    });
    const raw = `Subject: x\r\n\r\n${"text\r\n".repeat(1000)}`;
    const sending = Array.from({ length: 10 }, () =>
      toMail(listener.port).sendMail({ envelope: { from: "", to: [ours] }, raw }),
    );
    // All of them lie in files before the first is kept.
    while (listener.storedBytes() < 10 * raw.length || held < 4) await new Promise(setImmediate);
    gate.resolve();
    await Promise.all(sending);
    expect(most).toBe(4);
  });

  it("keeps what comes for us before it says so, with the envelope", async () => {
    const kept: ArrivedMail[] = [];
    const { port } = await listen("smtp", async (mail) => kept.push(mail));
    await toMail(port).sendMail({
      envelope: { from: "", to: [ours] },
      raw: "From: a@b.example\r\nSubject: hello\r\n\r\ntext\r\n",
    });
    expect(kept).toMatchObject([{ via: "smtp", sender: null, recipients: [ours] }]);
    expect(Buffer.from(kept[0]?.bytes ?? []).toString()).toContain("Subject: hello");
    expect(readdirSync(open?.folder ?? "")).toEqual([]);
  });

  it("answers for each recipient over LMTP", async () => {
    const { port } = await listen("lmtp", async () => true);
    const said = await talk(port, [
      "LHLO mx.example",
      "MAIL FROM:<>",
      `RCPT TO:<${ours}>`,
      "RCPT TO:<stranger@elsewhere.example>",
      "DATA",
      "Subject: x\r\n\r\ny\r\n.",
      "QUIT",
    ]);
    expect(said.map((line) => line.slice(0, 3))).toEqual([
      ...["220", "250", "250", "250", "550", "354", "250", "221"],
    ]);
  });

  it("relays for nobody", async () => {
    const { port } = await listen("smtp", async () => true);
    const sending = toMail(port).sendMail({
      envelope: { from: "a@b.example", to: ["victim@elsewhere.example"] },
      raw: "Subject: x\r\n\r\ny\r\n",
    });
    await expect(sending).rejects.toMatchObject({ responseCode: 550 });
  });

  it("refuses at once what is announced as 100 MB, and writes none of it down", async () => {
    const kept: ArrivedMail[] = [];
    const listener = await listen("smtp", async (mail) => kept.push(mail));
    const said = await talk(listener.port, [
      "EHLO mx.example",
      "MAIL FROM:<a@b.example> SIZE=100000000",
    ]);
    expect(said.at(-1)).toMatch(/^552/);
    expect(listener.storedBytes()).toBe(0);
    expect(kept).toEqual([]);
  });

  it("hangs up on 100 MB that nobody announced, with no more kept than the cap", async () => {
    const kept: ArrivedMail[] = [];
    const listener = await listen("lmtp", async (mail) => kept.push(mail));
    const line = `${"x".repeat(998)}\r\n`;
    const said = await talk(listener.port, [
      "LHLO mx.example",
      "MAIL FROM:<>",
      `RCPT TO:<${ours}>`,
      "DATA",
      Buffer.from(`Subject: large\r\n\r\n${line.repeat(100_000)}.\r\n`),
    ]);
    expect(said.some((reply) => reply.startsWith("250 2.0.0 kept"))).toBe(false);
    expect(listener.storedBytes()).toBeLessThanOrEqual(mostBytes);
    await listener.close();
    expect(kept).toEqual([]);
    expect(readdirSync(open?.folder ?? "")).toEqual([]);
  });

  it("refuses what is somewhat too large when all of it is there", async () => {
    const kept: ArrivedMail[] = [];
    const listener = await listen("smtp", async (mail) => kept.push(mail));
    const said = await talk(listener.port, [
      "EHLO mx.example",
      "MAIL FROM:<a@b.example>",
      `RCPT TO:<${ours}>`,
      "DATA",
      Buffer.from(`Subject: large\r\n\r\n${`${"x".repeat(998)}\r\n`.repeat(110)}.\r\n`),
      "QUIT",
    ]);
    expect(said.at(-2)).toMatch(/^552 .*too big/i);
    expect(kept).toEqual([]);
  });

  it("lets the sender try again when a mail cannot be kept", async () => {
    const { port } = await listen("smtp", async () => {
      throw new Error("the database is away");
    });
    const sending = toMail(port).sendMail({
      envelope: { from: "a@b.example", to: [ours] },
      raw: "Subject: x\r\n\r\ny\r\n",
    });
    await expect(sending).rejects.toMatchObject({ responseCode: 451 });
  });

  it("says what to do when the port is taken", async () => {
    const { port } = await listen("lmtp", async () => true);
    const again = startMailListener({
      url: `lmtp://127.0.0.1:${port}`,
      folder: open?.folder ?? "",
      clock: () => new Date(),
      log,
      readAddress: () => null,
      receive: async () => true,
    });
    await expect(again).rejects.toMatchObject({
      code: "settings-invalid",
      message: expect.stringContaining("EADDRINUSE"),
      remedy: expect.stringContaining("MAIL_LISTEN_URL"),
    });
  });

  it("takes so many mails a minute of one client", async () => {
    const { port } = await listen("smtp", async () => true, 2);
    const mail = { envelope: { from: "a@b.example", to: [ours] }, raw: "Subject: x\r\n\r\ny\r\n" };
    await toMail(port).sendMail(mail);
    await toMail(port).sendMail(mail);
    await expect(toMail(port).sendMail(mail)).rejects.toMatchObject({ responseCode: 451 });
  });
});
