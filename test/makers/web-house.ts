import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { beforeAll, beforeEach } from "vitest";
import { readIncomingMail } from "../../src/channels/mail/incoming/read-incoming-mail.ts";
import type { Approvals } from "../../src/domain/access/approval.ts";
import type { Instance } from "../../src/domain/instance.ts";
import type { MailSink } from "../../src/domain/notification/mail-sink.ts";
import { makeTextSigner } from "../../src/main/read-signers.ts";
import { readBasis } from "../../src/pipeline/material/basis.ts";
import { AppError } from "../../src/platform/errors.ts";
import { readAdvice } from "../../src/registry/advice.ts";
import { readAgreement } from "../../src/registry/agreements.ts";
import { spreadsheet } from "../../src/registry/contact-import/spreadsheet.ts";
import { findPublicSuffix } from "../../src/registry/public-suffix.ts";
import { parseWorldFile } from "../../src/registry/world-file/parse-world-file.ts";
import { makeApp } from "../../src/web/app.ts";
import type { WebApp, WebContext } from "../../src/web/context.ts";
import { emptyTables } from "../empty-tables.ts";
import { type OutgoingHouse, useOutgoingHouse } from "./outgoing-house.ts";

/** The portal and the API of a house with a database and a mail server of its own. */
export type WebHouse = {
  readonly house: OutgoingHouse;
  readonly context: WebContext;
  readonly token: string;
  /** A fresh one, as a restarted process has. */
  makeApp(): WebApp;
  /** Asks with the token. */
  ask(path: string, init?: RequestInit): Promise<Response>;
  /** Signs in and answers the cookie. */
  signIn(app?: WebApp): Promise<string>;
  /** A page as somebody sees it who is signed in. */
  look(path: string, init?: RequestInit): Promise<Response>;
};

/** Where browsers say that they are; without it a form comes from elsewhere. */
export const sameOrigin = { "Sec-Fetch-Site": "same-origin" };

/** To be called once at the top level of a test file; `approvals`: what needs several people by web. */
export function useWebHouse(approvals: Approvals = {}): WebHouse {
  const house = useOutgoingHouse();
  const token = "t".repeat(43);
  const instance: Instance = { ...house.context.instance, timeZone: "Europe/Amsterdam", approvals };
  const { sql, clock, catalogue, sources, masterKey, keptFolder, chunkRows, log } = house.context;
  const { composer, composeNotice } = house.context;
  const { machines } = house.context;
  const context: WebContext = {
    sql,
    clock,
    catalogue,
    sources,
    masterKey,
    keptFolder,
    chunkRows,
    log,
    machines,
    instance,
    composer,
    composeNotice,
    advice: readAdvice(join(import.meta.dirname, "../../data/advice")),
    publicUrl: "http://localhost:8080",
    accessToken: token,
    trustedProxies: [],
    sink: makeSink(house),
    readMail: readIncomingMail,
    signText: makeTextSigner({ sql, masterKey, instance }, 0),
    readBasis: () => readBasis(sql, clock(), "NL", masterKey),
    findSuffix: findPublicSuffix,
    memberReader: spreadsheet,
    checks: null,
    random: randomBytes,
    parseWorld: parseWorldFile,
    agreement: readAgreement(join(import.meta.dirname, "../../data/agreements")),
  };
  let app: WebApp | null = null;
  beforeEach(() => emptyTables(sql, "approval_requests"));
  beforeAll(() => {
    app = makeApp(context);
  });
  const get = (): WebApp => {
    if (app === null) throw new Error("The app is there from beforeAll on.");
    return app;
  };

  async function signIn(to = get()): Promise<string> {
    const answer = await to.request("/sign-in", {
      method: "POST",
      headers: sameOrigin,
      body: new URLSearchParams({ token }),
    });
    const cookie = answer.headers.get("Set-Cookie")?.split(";")[0];
    if (cookie === undefined) throw new Error(`Signing in answered ${answer.status}.`);
    return cookie;
  }

  return {
    house,
    context,
    token,
    makeApp: () => makeApp(context),
    ask: async (path, init = {}) =>
      get().request(path, {
        ...init,
        headers: { Authorization: `Bearer ${token}`, ...init.headers },
      }),
    signIn,
    look: async (path, init = {}) =>
      get().request(path, {
        ...init,
        headers: { ...sameOrigin, Cookie: await signIn(), ...init.headers },
      }),
  };
}

/** What the mail server took, as the sink shows it; ids are made from the place in its list. */
function makeSink(house: OutgoingHouse): MailSink {
  const toId = (at: number): string => `00000000-0000-7000-8000-${String(at).padStart(12, "0")}`;
  return {
    list: async (limit) =>
      house.server.kept
        .map(({ from, to, bytes, messageId }, at) => ({
          id: toId(at),
          receivedAt: "2026-07-01T09:00:00.000Z",
          from,
          to: [to],
          subject: /^Subject: (.*)$/m.exec(bytes.toString())?.[1]?.trim() ?? "",
          messageId,
          bytes: bytes.length,
        }))
        .reverse()
        .slice(0, limit),
    read: async (id) => {
      const mail = house.server.kept.find((_, at) => toId(at) === id);
      if (mail === undefined) throw new AppError("not-found", "The sink has no such mail.");
      return mail.bytes;
    },
  };
}
