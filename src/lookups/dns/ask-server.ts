import { createSocket } from "node:dgram";
import { connect, isIPv6 } from "node:net";
import {
  type DnsMessage,
  type DnsQuestion,
  encodeQuestion,
  type ReadAnswer,
  readAnswer,
} from "./dns-message.ts";

export type DnsServer = { readonly address: string; readonly port: number };

export type DnsFault =
  | "time-out"
  | "unreachable"
  | "server-failure"
  | "malformed"
  | "answer-too-large"
  | "private-address";

export type DnsReply =
  | { readonly kind: "answered"; readonly message: DnsMessage }
  | { readonly kind: "failed"; readonly reason: DnsFault; readonly detail: string };

/** How long, how much. */
export type DnsLimits = {
  /** For one attempt; UDP is tried twice. */
  readonly attemptMs: number;
  readonly maxAnswerBytes: number;
};

/** Anybody can send us datagrams; after so many that do not belong to the question we stop listening. */
const mostStrays = 20;

/** Asks one server one question: UDP, once more, and TCP where the answer does not fit. Never throws. */
export async function askServer(
  server: DnsServer,
  question: DnsQuestion,
  limits: DnsLimits,
  signal: AbortSignal,
): Promise<DnsReply> {
  let last: DnsReply = failed("time-out", "no answer in time");
  for (let attempt = 0; attempt < 2; attempt += 1) {
    const read = await exchange(askOverUdp, server, question, limits, signal);
    if (read === "ask-over-tcp") return askAgain(server, question, limits, signal);
    last = read;
    if (read.kind === "answered" || read.reason !== "time-out" || signal.aborted) break;
  }
  return last;
}

async function askAgain(...args: Parameters<typeof askServer>): Promise<DnsReply> {
  const read = await exchange(askOverTcp, ...args);
  return read === "ask-over-tcp" ? failed("malformed", "what came back is cut off") : read;
}

type Settle = (reply: DnsReply | "ask-over-tcp") => void;

/** Opens a socket for one question; answers how to close it. */
type Ask = (
  server: DnsServer,
  question: DnsQuestion,
  limits: DnsLimits,
  settle: Settle,
) => () => void;

function exchange(
  ask: Ask,
  server: DnsServer,
  question: DnsQuestion,
  limits: DnsLimits,
  signal: AbortSignal,
): Promise<DnsReply | "ask-over-tcp"> {
  return new Promise((resolve) => {
    let close: (() => void) | null = null;
    let isSettled = false;
    const settle: Settle = (reply) => {
      if (isSettled) return;
      isSettled = true;
      clearTimeout(timer);
      signal.removeEventListener("abort", giveUp);
      close?.();
      resolve(reply);
    };
    const giveUp = () => settle(failed("time-out", "no answer in time"));
    const timer = setTimeout(giveUp, limits.attemptMs);
    signal.addEventListener("abort", giveUp, { once: true });
    if (signal.aborted) return giveUp();
    close = ask(server, question, limits, settle);
    if (isSettled) close();
  });
}

const askOverUdp: Ask = (server, question, _limits, settle) => {
  const sent = encodeQuestion(question);
  const socket = createSocket(isIPv6(server.address) ? "udp6" : "udp4");
  let strays = 0;
  socket.on("error", (error) => settle(toUnreachable(error)));
  socket.on("message", (bytes) => {
    const read = readAnswer(bytes, sent, question, "udp");
    if (read.kind === "ask-over-tcp") return settle("ask-over-tcp");
    // What does not belong to the question must not keep the answer from coming.
    if (read.kind === "answer") return settle(toReply(read));
    strays += 1;
    if (read.kind === "malformed" || strays === mostStrays) settle(toReply(read));
  });
  // Connected: the system lets through only what comes from this server's address and port.
  socket.connect(server.port, server.address, () => {
    socket.send(sent.bytes, (error) => {
      if (error !== null) settle(toUnreachable(error));
    });
  });
  return () => {
    socket.removeAllListeners().on("error", () => undefined);
    socket.close();
  };
};

const askOverTcp: Ask = (server, question, { maxAnswerBytes }, settle) => {
  const sent = encodeQuestion(question);
  const socket = connect({ host: server.address, port: server.port });
  const chunks: Buffer[] = [];
  let held = 0;
  socket.on("error", (error) => settle(toUnreachable(error)));
  socket.on("end", () => settle(failed("malformed", "the connection ended before the answer")));
  socket.on("connect", () => {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(sent.bytes.length);
    socket.write(Buffer.concat([length, sent.bytes]));
  });
  socket.on("data", (chunk: Buffer) => {
    chunks.push(chunk);
    held += chunk.length;
    if (held < 2) return;
    const bytes = Buffer.concat(chunks);
    const length = bytes.readUInt16BE(0);
    if (length > maxAnswerBytes) {
      return settle(failed("answer-too-large", `${length} bytes, more than ${maxAnswerBytes}`));
    }
    if (bytes.length < 2 + length) return;
    settle(toReply(readAnswer(bytes.subarray(2, 2 + length), sent, question, "tcp")));
  });
  return () =>
    socket
      .removeAllListeners()
      .on("error", () => undefined)
      .destroy();
};

function toReply(read: ReadAnswer): DnsReply {
  if (read.kind === "answer") return { kind: "answered", message: read.message };
  if (read.kind === "malformed") return failed("malformed", "what came back is not DNS");
  return failed("malformed", "what came back does not belong to the question");
}

function toUnreachable(error: Error & { readonly code?: string }): DnsReply {
  return failed("unreachable", `nobody there (${error.code ?? error.message})`);
}

function failed(reason: DnsFault, detail: string): DnsReply {
  return { kind: "failed", reason, detail };
}
