import { issueToken } from "../../src/actions/issue-token.ts";
import type { HouseRole, MemberRole } from "../../src/domain/access/role.ts";
import type { OrganisationId } from "../../src/domain/ids.ts";
import { operator } from "./actors.ts";
import type { WebHouse } from "./web-house.ts";

/** Pages as somebody of an organisation reads them. */
export type Reader = {
  readonly get: (path: string, language?: string) => Promise<string>;
  readonly post: (path: string, form: Record<string, string>) => Promise<Response>;
  /** The same with fields of one name. */
  readonly send: (path: string, form: URLSearchParams) => Promise<Response>;
};

/** Somebody of an organisation, signed in. */
export async function signInAs(
  web: WebHouse,
  organisation: string,
  role: MemberRole,
): Promise<Reader> {
  const holder = { kind: "member", organisation: organisation as OrganisationId, role } as const;
  const name = `${organisation} ${role}`;
  const input = { actor: operator, holder, name, scopes: null, days: 30 };
  const { token } = await issueToken({ context: web.house.context, input });
  return signInWith(web, token);
}

/** Somebody of the house with these roles, whom this body sent, signed in. */
export async function signInAsHouse(
  web: WebHouse,
  name: string,
  roles: readonly HouseRole[] = ["operator"],
  body = "NCSC",
): Promise<Reader> {
  const holder = { kind: "house", roles, body } as const;
  const input = { actor: operator, holder, name, scopes: null, days: 30 };
  return signInWith(web, (await issueToken({ context: web.house.context, input })).token);
}

/** Whoever holds this token, signed in. */
async function signInWith(web: WebHouse, token: string): Promise<Reader> {
  const headers = { Host: "localhost:8080", Origin: "http://localhost:8080" };
  const app = web.makeApp();
  const entered = await app.request("http://localhost:8080/sign-in", {
    method: "POST",
    headers,
    body: new URLSearchParams({ token }),
  });
  const Cookie = entered.headers.get("Set-Cookie")?.split(";")[0] ?? "";
  const ask = async (path: string, init: RequestInit = {}): Promise<Response> =>
    app.request(`http://localhost:8080${path}`, {
      ...init,
      headers: { ...headers, Cookie, ...init.headers },
    });
  const send = (path: string, body: URLSearchParams): Promise<Response> =>
    ask(path, { method: "POST", headers: { "Accept-Language": "en" }, body });
  return {
    send,
    get: async (path, language = "en") =>
      toWords(await (await ask(path, { headers: { "Accept-Language": language } })).text()),
    post: (path, form) => send(path, new URLSearchParams(form)),
  };
}

/** What stands on a page, as a reader sees it. */
export function toWords(html: string): string {
  return html
    .replace(/<head>.*<\/head>/s, "")
    .replace(/<[^>]+>/g, " ")
    .replace(/\s+/g, " ");
}
