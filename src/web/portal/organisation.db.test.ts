import { beforeEach, expect, test } from "vitest";
import { emptyTables } from "../../../test/empty-tables.ts";
import { operator } from "../../../test/makers/actors.ts";
import { sameOrigin, useWebHouse } from "../../../test/makers/web-house.ts";
import { issueToken } from "../../actions/issue-token.ts";
import type { MemberRole } from "../../domain/access/role.ts";
import type { OrganisationId } from "../../domain/ids.ts";
import type { EmailAddress } from "../../domain/network/email-address.ts";
import { toContactText } from "../../domain/registration/contact-confirmation.ts";
import { sha256 } from "../../platform/digest.ts";
import { putConfirmations } from "../../store/contact-confirmations.ts";

const web = useWebHouse();
const { sql, clock } = web.house.context;
const id = "01931c2e-7d5a-7c34-9b6f-2f6a3d1c8e90";
const alfa = "alfa" as OrganisationId;
const address = "cert@alfa.example" as EmailAddress;
const code = "abcdefghijklmnopqrstuvwxya";

beforeEach(async () => {
  await emptyTables(
    sql,
    `registrations, organisation_agreements, organisation_changes, contact_confirmations,
     claims, claim_changes, register_changes, register_entries`,
  );
  await web.house.loadWorld({ organisations: { alfa: { name: "Alfa BV" }, beta: {} } });
  await sql.query(
    `insert into registrations (id, state, asker_address, language, asked, agreement, agreement_version,
       agreement_language, asked_at, follow_up_hash, confirmed_at)
     values ($1, 'confirmed', 'jan@uni-x.example', 'nl', $2, 'participation', '2026-11', 'nl', $3,
       decode(repeat('ab', 32), 'hex'), $3)`,
    [
      id,
      JSON.stringify({
        name: "Universiteit <b>X</b>",
        register: null,
        sector: null,
        contacts: [{ role: "findings", name: null, email: "cert@uni-x.example", language: "nl" }],
        assets: ["uni-x.example"],
        remarks: null,
      }),
      clock(),
    ],
  );
});

const send = (path: string, fields: Record<string, string>) =>
  web.look(path, { method: "POST", body: new URLSearchParams(fields) });

test("an operator looks, asks, and accepts; the token is shown once", async () => {
  const list = await (await web.look("/registrations")).text();
  expect(list).toContain(`/registrations/${id}`);
  expect(list).toContain("Universiteit &lt;b&gt;X");
  const asked = await send(`/registrations/${id}`, { do: "ask", question: "Wie beslist?" });
  expect(asked.status).toBe(303);
  expect(await (await web.look(`/registrations/${id}`)).text()).toContain("Wie beslist?");
  const taken = await send(`/registrations/${id}`, { do: "accept", organisation: "alfa" });
  expect([taken.status, (await taken.text()).includes("already")]).toEqual([409, true]);
  const accepted = await send(`/registrations/${id}`, { do: "accept", organisation: "uni-x" });
  const text = await accepted.text();
  expect(text).toMatch(/mp_[A-Za-z0-9_-]{43}/);
  expect(text).toMatch(/meldpunt-proof=[a-z2-7]{26}/);
  const after = await (await web.look(`/registrations/${id}`)).text();
  expect(after).not.toMatch(/mp_[A-Za-z0-9_-]{43}/);
  expect(after).not.toContain('value="accept"');
});

test("an operator declines with a reason", async () => {
  expect((await send(`/registrations/${id}`, { do: "decline", reason: " " })).status).toBe(409);
  await send(`/registrations/${id}`, { do: "decline", reason: "dubbel" });
  expect(await (await web.look(`/registrations/${id}`)).text()).toContain("dubbel");
});

async function signIn(organisation: OrganisationId, role: MemberRole) {
  const holder = { kind: "member", organisation, role } as const;
  const input = { actor: operator, holder, name: "t", scopes: null, days: 1 };
  const { token } = await issueToken({ context: web.house.context, input });
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

test("an organisation sees itself, types a code, and withdraws what it asked", async () => {
  const until = new Date(clock().getTime() + 60_000);
  const hash = sha256(toContactText(alfa, address, code));
  await putConfirmations(sql, alfa, [{ address, code: { hash, until } }], clock());
  await sql.query(
    `insert into organisation_changes (id, organisation, state, asked_at, asked_by, fields)
     values ($1, 'alfa', 'pending', $2, 'somebody', '{"sector": {"before": null, "after": "energy"}}')`,
    [id, clock()],
  );
  const look = await signIn(alfa, "administrator");
  const page = await (await look("/organisation")).text();
  for (const part of ["Alfa BV", address, "sector", "waits"]) expect(page).toContain(part);
  expect((await look("/organisation/confirm", { address, code: "wrong" })).status).toBe(422);
  expect((await look("/organisation/confirm", { address, code })).status).toBe(303);
  await look("/organisation/withdraw", {});
  const later = await (await look("/organisation")).text();
  expect(later).toContain("withdrawn");
  expect(later).not.toContain("Withdraw the change");
});

test("nobody of an organisation sees another, or registrations; readers change nothing", async () => {
  const look = await signIn("beta" as OrganisationId, "reader");
  expect(await (await look("/organisation")).text()).not.toContain("Alfa BV");
  expect((await look("/registrations")).status).toBe(404);
  expect((await look(`/registrations/${id}`, { do: "accept", organisation: "x" })).status).toBe(
    404,
  );
  expect((await look("/organisation/confirm", { address, code })).status).toBe(403);
  expect((await web.look("/organisation")).status).toBe(404);
});
