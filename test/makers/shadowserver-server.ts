import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A report as the server has it. */
export type ServedReport = {
  readonly id: string;
  readonly file: string;
  readonly type: string;
  /** The list that it belongs to. */
  readonly report: string;
  /** `YYYY-MM-DD`. */
  readonly day: string;
  readonly bytes: Buffer;
};

/** What goes wrong with the next answer to a method, once each, in order. */
export type Fault =
  | { readonly kind: "status"; readonly status: number; readonly retryAfter?: string }
  | {
      readonly kind: "cut-counted" | "cut-uncounted" | "cut-packed" | "empty" | "no-json" | "drop";
    };

export type ShadowserverServer = {
  readonly api: string;
  readonly downloads: string;
  readonly reports: ServedReport[];
  lists: string[];
  /** Faults to come by method: `reports/list`, `download`. */
  readonly faults: Map<string, Fault[]>;
  /** What was asked, with its parameters but the key. */
  readonly asked: { readonly method: string; readonly request: Record<string, unknown> }[];
  close(): Promise<void>;
};

/**
 * Shadowserver's reports API as it is documented, on loopback: POST of JSON with the key in it and its HMAC in HMAC2,
 * `reports/subscribed`, `reports/list` by day or range, downloads by id.
 */
export async function startShadowserver(account: {
  readonly apiKey: string;
  readonly secret: string;
}): Promise<ShadowserverServer> {
  const server = createServer((request, response) => {
    answer(state, account, request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const state: ShadowserverServer = {
    api: `${origin}/api2/`,
    downloads: `${origin}/dl/`,
    reports: [],
    lists: ["nederland"],
    faults: new Map(),
    asked: [],
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return state;
}

async function answer(
  state: ShadowserverServer,
  account: { readonly apiKey: string; readonly secret: string },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = request.url ?? "";
  if (path.startsWith("/dl/")) return download(state, path.slice(4), request, response);
  const method = path.replace(/^\/api2\//, "");
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  const body = Buffer.concat(pieces);
  if (request.method !== "POST") return say(response, 405, { error: "POST only" });
  const hmac = createHmac("sha256", account.secret).update(body).digest();
  const given = Buffer.from(String(request.headers.hmac2 ?? ""), "hex");
  if (given.length !== hmac.length || !timingSafeEqual(given, hmac)) {
    return say(response, 401, { error: "HMAC mismatch" });
  }
  const { apikey, ...rest } = JSON.parse(body.toString()) as Record<string, unknown>;
  if (apikey !== account.apiKey) return say(response, 401, { error: `unknown key ${apikey}` });
  state.asked.push({ method, request: rest });
  const fault = state.faults.get(method)?.shift();
  if (fault !== undefined) return fail(response, fault);
  if (method === "reports/subscribed") return say(response, 200, state.lists);
  if (method === "reports/list") return say(response, 200, list(state, rest));
  say(response, 404, { error: "no such method" });
}

function list(state: ShadowserverServer, request: Record<string, unknown>): unknown {
  const [from = "", until = from] = String(request.date ?? "").split(":");
  const limit = Number(request.limit ?? 1000);
  const wanted = (request.reports as string[] | undefined) ?? state.lists;
  return state.reports
    .filter(({ day, report }) => day >= from && day <= until && wanted.includes(report))
    .slice(0, limit)
    .map(({ id, file, type, report, day }) => ({
      id,
      file,
      type,
      report,
      timestamp: day,
      url: `${state.downloads}${id}`,
    }));
}

function download(
  state: ShadowserverServer,
  id: string,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  state.asked.push({ method: "download", request: { id } });
  const report = state.reports.find((one) => one.id === id);
  if (request.method !== "GET" || report === undefined) return void response.writeHead(404).end();
  const fault = state.faults.get("download")?.shift();
  const { bytes } = report;
  if (fault === undefined) {
    response.writeHead(200, { "content-length": bytes.length }).end(bytes);
  } else if (fault.kind === "cut-counted") {
    response.writeHead(200, { "content-length": bytes.length });
    response.write(bytes.subarray(0, -20), () => response.destroy());
  } else if (fault.kind === "cut-uncounted") {
    response.useChunkedEncodingByDefault = false;
    response.shouldKeepAlive = false;
    response.writeHead(200, { connection: "close" }).end(bytes.subarray(0, -20));
  } else if (fault.kind === "cut-packed") {
    const part = bytes.subarray(0, -9);
    response.writeHead(200, { "content-length": part.length }).end(part);
  } else {
    fail(response, fault);
  }
}

function fail(response: ServerResponse, fault: Fault): void {
  if (fault.kind === "status") {
    const wait = fault.retryAfter === undefined ? {} : { "retry-after": fault.retryAfter };
    response.writeHead(fault.status, wait).end();
  } else if (fault.kind === "empty") response.writeHead(200).end();
  else if (fault.kind === "no-json") response.writeHead(200).end("<html>maintenance</html>");
  else response.destroy();
}

function say(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
}
