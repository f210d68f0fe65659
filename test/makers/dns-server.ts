import { createSocket, type Socket as UdpSocket } from "node:dgram";
import { connect, createServer, type Server } from "node:net";
import { type Answer, AUTHORITATIVE_ANSWER, decode, encode, type Question } from "dns-packet";
import { onTestFinished } from "vitest";
import { findFreePort } from "./free-port.ts";

/** What a server says: an answer, bytes that need not be one, or nothing at all. */
export type DnsSaying =
  | {
      readonly rcode?: "NOERROR" | "NXDOMAIN" | "SERVFAIL" | "REFUSED";
      readonly isAuthoritative?: boolean;
      /** Answers another question than the one asked. */
      readonly question?: Question;
      readonly flags?: number;
      readonly answers?: readonly Answer[];
      readonly authorities?: readonly Answer[];
      readonly additionals?: readonly Answer[];
    }
  | Buffer
  | null;

/** Name in lower case and type, as it was asked; the bytes for whoever passes them on. */
export type DnsAsked = {
  readonly name: string;
  readonly type: string;
  readonly over: "udp" | "tcp";
  readonly bytes: Buffer;
  readonly id: number;
  /** As it came, letter case included. */
  readonly question: Question;
};

export type DnsResponder = (asked: DnsAsked) => DnsSaying | Promise<DnsSaying>;

const rcodes = { NOERROR: 0, SERVFAIL: 2, NXDOMAIN: 3, REFUSED: 5 } as const;

/**
 * Serves DNS over UDP and TCP on a loopback address until the test ends; answers the port, which is the same for both, and
 * free on other addresses too.
 */
export async function serveDns(
  address: string,
  respond: DnsResponder,
  port?: number,
): Promise<number> {
  return open(address, respond, port ?? (await findFreePort(address)));
}

async function open(address: string, respond: DnsResponder, port: number): Promise<number> {
  const udp = createSocket("udp4");
  udp.on("message", (bytes, from) => {
    void toBytes(bytes, "udp", respond).then((answer) => {
      if (answer !== null) udp.send(answer, from.port, from.address, () => undefined);
    });
  });
  const bound = await bind(udp, address, port);
  const tcp = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.on("data", (bytes) => {
      void toBytes(Buffer.from(bytes).subarray(2), "tcp", respond).then((answer) => {
        if (answer === null) return;
        const length = Buffer.alloc(2);
        length.writeUInt16BE(Math.min(answer.length, 0xffff));
        socket.write(Buffer.concat([length, answer]));
      });
    });
    onTestFinished(() => void socket.destroy());
  });
  try {
    await listen(tcp, address, bound);
  } catch (error) {
    udp.close();
    throw error;
  }
  onTestFinished(() => {
    udp.close();
    tcp.close();
  });
  return bound;
}

async function toBytes(
  bytes: Buffer,
  over: DnsAsked["over"],
  respond: DnsResponder,
): Promise<Buffer | null> {
  const { id = 0, questions = [] } = decode(bytes);
  const [question] = questions;
  if (question === undefined) return null;
  const name = question.name.toLowerCase();
  const said = await respond({ name, type: question.type, over, bytes, id, question });
  return said === null || Buffer.isBuffer(said) ? said : encodeSaying(id, question, said);
}

/** The bytes of an answer. */
export function encodeSaying(
  id: number,
  question: Question,
  said: Exclude<DnsSaying, Buffer | null>,
): Buffer {
  const { rcode = "NOERROR", isAuthoritative = true, flags = 0 } = said;
  return encode({
    type: "response",
    id,
    flags: flags | rcodes[rcode] | (isAuthoritative ? AUTHORITATIVE_ANSWER : 0),
    questions: [said.question ?? question],
    answers: [...(said.answers ?? [])],
    authorities: [...(said.authorities ?? [])],
    additionals: [...(said.additionals ?? [])],
  });
}

/** A resolver of tests: passes questions on to one server, and its answers back. */
export function passOnTo(address: string, port: number): DnsResponder {
  return ({ bytes, over }) =>
    over === "udp" ? passOverUdp(address, port, bytes) : passOverTcp(address, port, bytes);
}

function passOverUdp(address: string, port: number, bytes: Buffer): Promise<Buffer | null> {
  return new Promise((resolve) => {
    const socket = createSocket("udp4");
    socket.on("error", () => resolve(null));
    socket.on("message", (answer) => {
      socket.close();
      resolve(answer);
    });
    socket.send(bytes, port, address);
  });
}

function passOverTcp(address: string, port: number, bytes: Buffer): Promise<Buffer | null> {
  return new Promise((resolve) => {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(bytes.length);
    const socket = connect(port, address, () => socket.write(Buffer.concat([length, bytes])));
    let held = Buffer.alloc(0);
    socket.on("error", () => resolve(null));
    socket.on("data", (chunk) => {
      held = Buffer.concat([held, Buffer.from(chunk)]);
      if (held.length < 2 || held.length < 2 + held.readUInt16BE(0)) return;
      socket.destroy();
      resolve(held.subarray(2));
    });
  });
}

function bind(socket: UdpSocket, address: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    socket.once("error", reject);
    socket.bind(port, address, () => resolve(socket.address().port));
  });
}

function listen(server: Server, address: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, address, resolve);
  });
}
