import { generateKey, revokeKey } from "openpgp";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { gpgPath, opensslPath } from "../../test/abilities.ts";
import { emptyTables } from "../../test/empty-tables.ts";
import { operator } from "../../test/makers/actors.ts";
import { type Gnupg, openGnupg } from "../../test/makers/gnupg.ts";
import { type Openssl, openOpenssl } from "../../test/makers/openssl.ts";
import { useOutgoingHouse } from "../../test/makers/outgoing-house.ts";
import type { MemberActor } from "../domain/access/actor.ts";
import type { OrganisationId } from "../domain/ids.ts";
import type { EmailAddress } from "../domain/network/email-address.ts";
import { plainContact } from "../domain/world/world.ts";
import { deliverNotices } from "../pipeline/deliver-notices.ts";
import type { ClaimContext } from "./claims/claim-context.ts";
import { giveContactKey } from "./give-contact-key.ts";
import { showContactKeys } from "./show-contact-keys.ts";
import { typeContactKeyCode } from "./type-contact-key-code.ts";
import { warnOfKeys } from "./warn-of-keys.ts";
import { withdrawContactKey } from "./withdraw-contact-key.ts";

const house = useOutgoingHouse();
const { context } = house;
const claims = context as unknown as ClaimContext;
const organisation = "uni-x" as OrganisationId;
const address = "security@uni-x.example" as EmailAddress;
const administrator: MemberActor = {
  kind: "member",
  name: "uni-x administrator",
  organisation,
  role: "administrator",
  scopes: null,
};
const madeAt = new Date("2026-06-01T00:00:00Z");
const dayMinutes = 24 * 60;

const give = (text: string, options: { readonly compared?: boolean } = {}) =>
  giveContactKey({
    context: claims,
    input: {
      actor: options.compared ? operator : administrator,
      organisation,
      address,
      text,
      compared: options.compared ?? false,
    },
  });
const type = (code: string) =>
  typeContactKeyCode({
    context: claims,
    input: { actor: administrator, organisation, address, code },
  });
const keys = () => showContactKeys({ context, input: { actor: administrator, organisation } });
const refused = (message: string) => ({
  code: "input-refused",
  message: expect.stringContaining(message) as string,
});

/** An OpenPGP key of the library that GnuPG reads too. */
async function makeKey(changes: { readonly email?: string; readonly validDays?: number } = {}) {
  const { email = address, validDays } = changes;
  const { privateKey, publicKey } = await generateKey({
    type: "ecc",
    curve: "curve25519Legacy",
    userIDs: [{ name: "CERT", email }],
    date: madeAt,
    ...(validDays === undefined ? {} : { keyExpirationTime: validDays * 86_400 }),
    format: "armored",
  });
  return { privateKey, publicKey };
}

/** The mail that came last, as its recipient's server has it. */
function lastMail(): string {
  return house.server.kept.at(-1)?.bytes.toString("latin1") ?? "";
}

const codeOf = (text: string): string => /^ {4}([a-z2-7]{26})\r?$/m.exec(text)?.[1] ?? "";

beforeEach(async () => {
  await emptyTables(context.sql, "contact_keys, notices");
  const contact = { ...plainContact, role: "findings", email: address, language: "en" } as const;
  await house.loadWorld({
    organisations: { [organisation]: { name: "Universiteit X", contacts: [contact] } },
  });
});

describe.skipIf(gpgPath === null)("a key that an organisation gives", () => {
  let gnupg: Gnupg;
  beforeAll(() => {
    gnupg = openGnupg();
  });
  afterAll(() => gnupg.close());

  it("counts once the code was typed that came encrypted with it", async () => {
    const { publicKey, privateKey } = await makeKey();
    gnupg.import(privateKey);
    expect(await give(publicKey)).toMatchObject({ kind: "pgp", expiresAt: null, counts: false });
    await deliverNotices(context);
    const mail = lastMail();
    expect(mail).toMatch(/^Subject: \[\.\.\.\]\r$/m);
    expect(mail).not.toContain("Universiteit X");
    const message = mail.slice(mail.indexOf("-----BEGIN PGP MESSAGE-----"));
    const text = gnupg
      .decrypt(`${message.slice(0, message.indexOf("-----END"))}-----END PGP MESSAGE-----\n`)
      .toString();
    expect(text).toContain("Universiteit X gave us a key for");
    expect(await keys()).toMatchObject([{ state: "asked" }]);
    await expect(type("a".repeat(26))).rejects.toMatchObject({ code: "input-refused" });
    await type(codeOf(text));
    expect(await keys()).toMatchObject([{ state: "active", address }]);
    await expect(type(codeOf(text))).rejects.toMatchObject({ code: "input-refused" });
  });

  it("is not used before, and its code never goes out as it is", async () => {
    const { publicKey } = await makeKey();
    await give(publicKey);
    await context.sql.query("update contact_keys set fingerprint = 'other'");
    expect(await deliverNotices(context)).toMatchObject({ sent: 0, failed: 1 });
    expect(house.server.kept).toHaveLength(0);
  });
});

it("takes the place of the one before, and can be withdrawn", async () => {
  const [a, b] = [await makeKey(), await makeKey()];
  await give(a.publicKey, { compared: true });
  const { fingerprint } = await give(b.publicKey, { compared: true });
  expect((await keys()).map(({ state }) => state)).toEqual(["active", "ended"]);
  expect((await keys())[0]?.fingerprint).toBe(fingerprint);
  const input = { actor: administrator, organisation, address };
  await withdrawContactKey({ context: claims, input });
  expect((await keys()).map(({ state }) => state)).toEqual(["ended", "ended"]);
  await expect(withdrawContactKey({ context: claims, input })).rejects.toMatchObject({
    code: "not-found",
  });
});

it("is not for others to give or to see, nor without a contact, nor without end", async () => {
  const { publicKey } = await makeKey();
  const other: MemberActor = { ...administrator, organisation: "other" as OrganisationId };
  const input = { organisation, address, text: publicKey, compared: false };
  await expect(
    giveContactKey({ context: claims, input: { ...input, actor: other } }),
  ).rejects.toMatchObject({ code: "not-permitted" });
  await expect(
    giveContactKey({ context: claims, input: { ...input, actor: administrator, compared: true } }),
  ).rejects.toMatchObject({ code: "not-permitted" });
  await expect(
    showContactKeys({ context, input: { actor: other, organisation } }),
  ).rejects.toMatchObject({ code: "not-permitted" });
  const elsewhere = "nobody@uni-x.example" as EmailAddress;
  const { publicKey: stranger } = await makeKey({ email: elsewhere });
  await expect(
    giveContactKey({
      context: claims,
      input: { ...input, actor: administrator, address: elsewhere, text: stranger },
    }),
  ).rejects.toMatchObject({ code: "not-found" });
  for (let i = 0; i < 5; i++) await give(publicKey);
  await expect(give(publicKey)).rejects.toMatchObject({ code: "too-many-requests" });
});

describe("a key is refused that", () => {
  it("is private, another's, ended, revoked, signs only, or is none", async () => {
    const { publicKey, privateKey } = await makeKey();
    await expect(give(privateKey)).rejects.toMatchObject(refused("it is private"));
    await expect(give((await makeKey({ email: "x@y.example" })).publicKey)).rejects.toMatchObject(
      refused("no user id"),
    );
    await expect(give((await makeKey({ validDays: 10 })).publicKey)).rejects.toMatchObject(
      refused("has ended"),
    );
    const { readPrivateKey } = await import("openpgp");
    const revoked = await revokeKey({
      key: await readPrivateKey({ armoredKey: privateKey }),
      date: madeAt,
      format: "armored",
    });
    await expect(give(revoked.publicKey)).rejects.toMatchObject({ code: "input-refused" });
    const signing = await generateKey({
      type: "ecc",
      curve: "curve25519Legacy",
      userIDs: [{ email: address }],
      subkeys: [{ sign: true }],
      date: madeAt,
      format: "armored",
    });
    await expect(give(signing.publicKey)).rejects.toMatchObject(refused("cannot encrypt"));
    await expect(give(`${publicKey}\n${(await makeKey()).publicKey}`)).rejects.toMatchObject({
      code: "input-refused",
    });
    for (const text of ["", "-----BEGIN PGP PUBLIC KEY BLOCK-----", "x".repeat(70_000)]) {
      await expect(give(text)).rejects.toMatchObject({ code: "input-refused" });
    }
    expect(await keys()).toEqual([]);
  });

  it("was damaged on its way, wherever that was", async () => {
    const { publicKey } = await makeKey();
    const lines = publicKey.split("\n");
    for (let i = 1; i < lines.length - 2; i++) {
      const damaged = lines.map((line, at) => (at === i ? line.replace(/[A-Za-z]/, "0") : line));
      const outcome = await give(damaged.join("\n"), { compared: true }).catch(
        (error: { code: string }) => error.code,
      );
      // A byte that no signature of the key covers may still be read; whatever comes out has to encrypt.
      if (typeof outcome === "string") expect(outcome).toBe("input-refused");
      await emptyTables(context.sql, "contact_keys");
    }
  });

  describe.skipIf(opensslPath === null)("is a certificate and", () => {
    let openssl: Openssl;
    beforeAll(() => {
      openssl = openOpenssl();
    });
    afterAll(() => openssl.close());
    beforeEach(() => house.setTime(new Date(Date.now() + 60_000).toISOString()));

    it("is not of the address, not for mail, an authority's, too weak, or over", async () => {
      const of = (wanted: Parameters<Openssl["makeCertificate"]>[0]) =>
        give(openssl.makeCertificate(wanted).certificate, { compared: true });
      const usage = (text: string) => ({ address, extensions: [text] });
      await expect(of({ address: "other@uni-x.example" })).rejects.toMatchObject(
        refused("is not of security@uni-x.example"),
      );
      for (const text of [
        "extendedKeyUsage=serverAuth",
        "keyUsage=digitalSignature",
        "keyUsage=keyAgreement",
      ]) {
        await expect(of(usage(text))).rejects.toMatchObject(refused("not for encrypting mail"));
      }
      await expect(of(usage("basicConstraints=critical,CA:TRUE"))).rejects.toMatchObject(
        refused("authority"),
      );
      const weak = { address, algorithm: ["-newkey", "rsa:1024"] };
      await expect(of(weak)).rejects.toMatchObject(refused("1024 bits"));
      await expect(of({ address, algorithm: ["-newkey", "ed25519"] })).rejects.toMatchObject(
        refused("neither RSA"),
      );
      house.later(400 * dayMinutes);
      const { certificate } = openssl.makeCertificate({ address });
      await expect(give(certificate)).rejects.toMatchObject(refused("does not hold now"));
    });

    it("is taken where it fits, and told to end", async () => {
      const { certificate } = openssl.makeCertificate({ address });
      const { kind, expiresAt } = await give(certificate, { compared: true });
      expect(kind).toBe("smime");
      const daysLeft = (days: number) =>
        house.setTime(new Date((expiresAt?.getTime() ?? 0) - days * 86_400_000).toISOString());
      const warn = () => warnOfKeys({ context });
      const told: number[] = [];
      for (const days of [61, 59, 58, 29, 6, 1, -1, -2]) {
        daysLeft(days);
        told.push(await warn());
      }
      expect(told).toEqual([0, 1, 0, 1, 1, 0, 1, 0]);
      const { rows } = await context.sql.query<{ kind: string; address: string }>(
        "select distinct n.kind, n.address from notices n",
      );
      expect(rows).toEqual([{ kind: "contact-key-ending", address }]);
    });
  });
});
