import { beforeEach, expect, test } from "vitest";
import { gpgPath } from "../../../test/abilities.ts";
import { emptyTables } from "../../../test/empty-tables.ts";
import { operator } from "../../../test/makers/actors.ts";
import { openGnupg } from "../../../test/makers/gnupg.ts";
import { useWebHouse } from "../../../test/makers/web-house.ts";
import type { KeyContext } from "../../actions/keys/key-context.ts";
import { makeKey } from "../../actions/make-key.ts";
import { checkSignature } from "../../lookups/security-txt/check-signature.ts";
import { parseSecurityTxt } from "../../lookups/security-txt/parse-security-txt.ts";

const web = useWebHouse();
const context = web.house.context as unknown as KeyContext;
const make = () =>
  makeKey({
    context,
    input: { actor: operator, wanted: { kind: "pgp", validDays: null }, signsFrom: null },
  });
const get = async (path: string) => {
  const answer = await web.makeApp().request(path);
  return {
    status: answer.status,
    type: answer.headers.get("Content-Type"),
    text: await answer.text(),
  };
};

beforeEach(async () => void (await emptyTables(web.context.sql, "own_keys")));

test("security.txt is what our own reader takes, signed by the key that it names", async () => {
  const { name } = await make();
  const { status, type, text } = await get("/.well-known/security.txt");
  expect([status, type]).toEqual([200, "text/plain; charset=utf-8"]);
  const [, path = ""] = /^Encryption: http:\/\/localhost:8080(\S+)\r?$/m.exec(text) ?? [];
  expect(path).toBe(`/.well-known/keys/${name}.asc`);
  const key = await get(path);
  expect(key.type).toBe("application/pgp-keys");
  expect(key.text).not.toContain("PRIVATE");
  const now = web.context.clock();
  const signature = await checkSignature(text, async () => [Buffer.from(key.text)], now);
  expect(signature).toMatchObject({ kind: "good", fingerprint: name });
  const fields = parseSecurityTxt(signature.kind === "good" ? signature.text : "");
  expect(fields).toMatchObject({
    emails: ["contact@meldpunt.example"],
    canonical: ["http://localhost:8080/.well-known/security.txt"],
    languages: ["nl", "en"],
  });
  expect("expiresAt" in fields && fields.expiresAt - now.getTime()).toBe(90 * 86_400_000);
  const changed = text.replace("contact@", "kontact@");
  const bad = await checkSignature(changed, async () => [Buffer.from(key.text)], now);
  expect(bad.kind).toBe("bad");
});

test.skipIf(gpgPath === null)("GnuPG takes its signature for good", async () => {
  await make();
  const gnupg = openGnupg();
  const { text } = await get("/.well-known/security.txt");
  const [, path = ""] = /^Encryption: http:\/\/localhost:8080(\S+)\r?$/m.exec(text) ?? [];
  gnupg.import((await get(path)).text);
  const { good, says } = gnupg.verifyText(text);
  gnupg.close();
  expect(says).toContain("Good signature");
  expect(good).toBe(true);
});

test("without a key it is not signed, and says so by naming none", async () => {
  const { text } = await get("/.well-known/security.txt");
  expect(parseSecurityTxt(text)).toMatchObject({ encryption: [] });
});

test("everybody sees the keys on a page; others are not there", async () => {
  const { name } = await make();
  const { text } = await get("/keys");
  expect(text).toContain(name.slice(0, 4));
  expect(text).toContain(`/.well-known/keys/${name}.asc`);
  for (const file of [`${"0".repeat(40)}.asc`, `${name}.pem`, "..%2f..%2fmaster.key", "x"]) {
    expect((await get(`/.well-known/keys/${file}`)).status).toBe(404);
  }
});
