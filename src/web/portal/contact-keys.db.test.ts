import { generateKey } from "openpgp";
import { beforeEach, expect, test } from "vitest";
import { emptyTables } from "../../../test/empty-tables.ts";
import { operator } from "../../../test/makers/actors.ts";
import { sameOrigin, useWebHouse } from "../../../test/makers/web-house.ts";
import { issueToken } from "../../actions/issue-token.ts";
import type { MemberRole } from "../../domain/access/role.ts";
import type { OrganisationId } from "../../domain/ids.ts";
import { toKeyCodeText } from "../../domain/keys/contact-key.ts";
import type { EmailAddress } from "../../domain/network/email-address.ts";
import { sha256 } from "../../platform/digest.ts";
import { lockAskedKey } from "../../store/contact-keys.ts";

const web = useWebHouse();
const { sql } = web.house.context;
const alfa = "alfa" as OrganisationId;
const address = "findings@alfa.example" as EmailAddress;
const code = "abcdefghijklmnopqrstuvwxya";

beforeEach(async () => {
  await emptyTables(sql, "contact_keys, notices");
  await web.house.loadWorld({ organisations: { alfa: { name: "Alfa BV" }, beta: {} } });
});

async function makeToken(organisation: OrganisationId, role: MemberRole): Promise<string> {
  const holder = { kind: "member", organisation, role } as const;
  const input = { actor: operator, holder, name: "t", scopes: null, days: 1 };
  return (await issueToken({ context: web.house.context, input })).token;
}

async function signIn(organisation: OrganisationId, role: MemberRole) {
  const token = await makeToken(organisation, role);
  const app = web.makeApp();
  const answer = await app.request("/sign-in", {
    method: "POST",
    headers: sameOrigin,
    body: new URLSearchParams({ token }),
  });
  const cookie = answer.headers.get("Set-Cookie")?.split(";")[0] ?? "";
  return (path: string, fields?: Record<string, string>) =>
    app.request(path, {
      headers: { ...sameOrigin, Cookie: cookie, "Accept-Language": "en" },
      ...(fields === undefined ? {} : { method: "POST", body: new URLSearchParams(fields) }),
    });
}

async function makeKey(): Promise<string> {
  const { publicKey } = await generateKey({
    type: "ecc",
    curve: "curve25519Legacy",
    userIDs: [{ email: address }],
    date: new Date("2026-06-01T00:00:00Z"),
    format: "armored",
  });
  return publicKey;
}

/** Makes the code known that was mailed. */
async function setCode(): Promise<void> {
  const asked = await lockAskedKey(sql, { organisation: alfa, address });
  if (asked === null) throw new Error("no key waits");
  const hash = sha256(toKeyCodeText(asked.key, code));
  await sql.query("update contact_keys set code_hash = $1 where state = 'asked'", [hash]);
}

test("an organisation gives a key on its page, types the code, and ends it", async () => {
  const look = await signIn(alfa, "administrator");
  expect(await (await look("/organisation")).text()).toContain('href="/organisation/keys"');
  expect(await (await look("/organisation/keys")).text()).toContain("No contact has a key");
  const wrong = await look("/organisation/keys", { address, key: "nothing" });
  expect([wrong.status, (await wrong.text()).includes("neither an OpenPGP key")]).toEqual([
    422,
    true,
  ]);
  const key = await makeKey();
  expect((await look("/organisation/keys", { address, key })).status).toBe(303);
  expect(await (await look("/organisation/keys")).text()).toContain("waits for its code");
  const confirm = (word: string) =>
    look("/organisation/keys/confirm", { "confirm-address": address, code: word });
  expect((await confirm("b".repeat(26))).status).toBe(422);
  await setCode();
  expect((await confirm(code)).status).toBe(303);
  expect(await (await look("/organisation/keys")).text()).toContain("in use");
  const end = { "withdraw-address": address };
  expect((await look("/organisation/keys/withdraw", end)).status).toBe(303);
  expect((await look("/organisation/keys/withdraw", end)).status).toBe(422);
});

test("a reader gives none, and nobody sees those of another organisation", async () => {
  const key = await makeKey();
  const reader = await signIn(alfa, "reader");
  expect((await reader("/organisation/keys", { address, key })).status).toBe(403);
  const administrator = await signIn(alfa, "administrator");
  await administrator("/organisation/keys", { address, key });
  const other = await signIn("beta" as OrganisationId, "administrator");
  expect(await (await other("/organisation/keys")).text()).not.toContain(address);
});

test("the API does the same", async () => {
  const token = await makeToken(alfa, "administrator");
  const app = web.makeApp();
  const ask = async (path: string, body?: unknown) => {
    const answer = await app.request(`/api/v1/organisations/${path}`, {
      headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
      ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
    });
    return [answer.status, await answer.json()] as const;
  };
  const key = await makeKey();
  expect(await ask("alfa/keys", { address, key })).toMatchObject([
    200,
    { kind: "pgp", counts: false },
  ]);
  expect(await ask("alfa/keys", { address, key: "x" })).toMatchObject([
    422,
    { code: "input-refused" },
  ]);
  await setCode();
  expect(await ask("alfa/keys/confirm", { address, code })).toMatchObject([
    200,
    { keys: [{ address, state: "active" }] },
  ]);
  expect(await ask("alfa/keys")).toMatchObject([200, { keys: [{ publicPart: key }] }]);
  expect(await ask("beta/keys")).toMatchObject([403, { code: "not-permitted" }]);
  expect(await ask("alfa/keys/withdraw", { address })).toMatchObject([
    200,
    { keys: [{ state: "ended" }] },
  ]);
});
