import { readKey } from "openpgp";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { opensslPath } from "../../test/abilities.ts";
import { useDatabase } from "../../test/database.ts";
import { emptyTables } from "../../test/empty-tables.ts";
import { operator } from "../../test/makers/actors.ts";
import { type Openssl, openOpenssl } from "../../test/makers/openssl.ts";
import type { Instance } from "../domain/instance.ts";
import type { EmailAddress } from "../domain/network/email-address.ts";
import { makeSignerReader } from "../main/read-signers.ts";
import { makeDkimKey } from "../platform/crypto/own-dkim-key.ts";
import { makePgpKey } from "../platform/crypto/own-pgp-key.ts";
import type { Log } from "../platform/log.ts";
import { addKey, type KeyGiven } from "./add-key.ts";
import type { KeyContext } from "./keys/key-context.ts";
import { listKeys } from "./list-keys.ts";
import { type KeyWanted, makeKey } from "./make-key.ts";
import { openEncrypted } from "./open-encrypted.ts";
import { retireKey } from "./retire-key.ts";
import { warnOfKeys } from "./warn-of-keys.ts";

const dayMs = 24 * 60 * 60_000;
const address = "meld@meldpunt.example";
const masterKey = { bytes: Buffer.alloc(32, 7) };
const sql = useDatabase();
let now = new Date();
const later = (days: number): Date => new Date(now.getTime() + days * dayMs);
const context: KeyContext = {
  sql,
  clock: () => now,
  masterKey,
  instance: { name: "Meldpunt", sender: { name: "Meldpunt", address } } as unknown as Instance,
};
const signersAt = (at: Date) => makeSignerReader(context, 0)(at);
const make = (wanted: KeyWanted, signsFrom: Date | null = null) =>
  makeKey({ context, input: { actor: operator, wanted, signsFrom } });
const add = (given: KeyGiven) =>
  addKey({ context, input: { actor: operator, given, signsFrom: null } });
const list = () => listKeys({ context, input: { actor: operator } });
const pgp = { kind: "pgp", validDays: 365 } as const;

beforeEach(async () => {
  now = new Date();
  await emptyTables(sql, "own_keys, notices");
});

describe("a key that is made", () => {
  it("signs at once, is sealed in the database, and is shown without its private part", async () => {
    const made = await make(pgp);
    expect((await signersAt(now)).pgp?.fingerprint.toString("hex")).toBe(made.name);
    expect((await readKey({ armoredKey: made.publicPart })).isPrivate()).toBe(false);
    expect(JSON.stringify([made, await list()])).not.toContain("PRIVATE");
    const { rows } = await sql.query<{ whole: string }>(
      `select row_to_json(k)::text || encode(k.private_sealed, 'escape') as whole from own_keys k
       union all select row_to_json(a)::text from audit_entries a`,
    );
    for (const { whole } of rows) expect(whole).not.toContain("PRIVATE");
    expect(await list()).toMatchObject([
      { kind: "pgp", algorithm: "ed25519", identity: address, state: "signing", endsSoon: false },
    ]);
  });

  it("opens what others encrypted with it, until it is retired", async () => {
    const { publicPart, name } = await make(pgp);
    const { createMessage, encrypt, readKey: read } = await import("openpgp");
    const message = await encrypt({
      message: await createMessage({ text: "A weakness of yours: één" }),
      encryptionKeys: await read({ armoredKey: publicPart }),
      date: now,
    });
    const text = `From: finder@x.example\r\n\r\n${message}\r\n--end`;
    const open = (given: string) =>
      openEncrypted({ context, input: { actor: operator, text: given } });
    expect(Buffer.from(await open(text)).toString("utf8")).toBe("A weakness of yours: één");
    const refused = { code: "input-refused" };
    await expect(open(text.replace(/[a-m]{2}/g, "xx"))).rejects.toMatchObject(refused);
    await expect(open("nothing")).rejects.toMatchObject(refused);
    await retireKey({ context, input: { actor: operator, kind: "pgp", name } });
    await expect(open(text)).rejects.toMatchObject(refused);
  });

  it("signs nothing for another sender", async () => {
    await make(pgp);
    const sender = { ...context.instance.sender, address: "meld@other.example" as EmailAddress };
    const other = { ...context, instance: { ...context.instance, sender } };
    expect(await makeSignerReader(other, 0)(now)).toEqual({ pgp: null, smime: null, dkim: [] });
  });

  it("cannot be opened under another master key", async () => {
    await make(pgp);
    const other = { bytes: Buffer.alloc(32, 8) };
    await expect(makeSignerReader({ ...context, masterKey: other }, 0)(now)).rejects.toThrow();
  });

  it("is published first and signs later, over the old one; the retired one never again", async () => {
    const old = await make(pgp);
    const next = await make(pgp, later(30));
    const signer = async (at: Date) => (await signersAt(at)).pgp?.fingerprint.toString("hex");
    expect(await signer(later(29))).toBe(old.name);
    expect(await signer(later(31))).toBe(next.name);
    expect((await list()).map(({ name, state }) => [name, state])).toEqual([
      [next.name, "coming"],
      [old.name, "signing"],
    ]);
    const retire = { context, input: { actor: operator, kind: "pgp", name: old.name } } as const;
    await retireKey(retire);
    expect(await signer(later(29))).toBeUndefined();
    await expect(retireKey(retire)).rejects.toMatchObject({ code: "not-found" });
    const { rows } = await sql.query("select 1 from own_keys where private_sealed is not null");
    expect(rows).toHaveLength(1);
  });

  it("is told to end soon, and does not sign when it has ended", async () => {
    await make(pgp);
    now = later(310);
    expect(await list()).toMatchObject([{ state: "signing", endsSoon: true }]);
    now = later(60);
    expect(await list()).toMatchObject([{ state: "expired", endsSoon: false }]);
    expect(await signersAt(now)).toEqual({ pgp: null, smime: null, dkim: [] });
  });

  it("is told of to operators before it ends, at each step once, and not where another outlasts it", async () => {
    const warnings = {
      ...context,
      log: { warn() {} } as unknown as Log,
      instance: {
        ...context.instance,
        languages: ["nl", "en"],
        contact: { email: "contact@meldpunt.example" },
        sender: { ...context.instance.sender, returnPathDomain: "b.meldpunt.example" },
      } as unknown as Instance,
    };
    const begun = now;
    const told = async (days: number): Promise<number> => {
      now = new Date(begun.getTime() + days * dayMs);
      return warnOfKeys({ context: warnings });
    };
    await make(pgp);
    const days = [300, 306, 320, 336, 359, 364, 366, 400];
    const counts: number[] = [];
    for (const day of days) counts.push(await told(day));
    expect(counts).toEqual([0, 1, 1, 1, 1, 1, 1, 1]);
    const { rows } = await sql.query<{ kind: string; address: string; once: string }>(
      "select n.kind, n.address, n.once from notices n order by n.queued_at, n.once",
    );
    // Asked anew, a step that was told is not queued again.
    expect(rows).toHaveLength(4);
    expect(new Set(rows.map(({ kind, address }) => `${kind} ${address}`))).toEqual(
      new Set(["own-key-ending contact@meldpunt.example"]),
    );
    now = begun;
    await make({ kind: "pgp", validDays: 1000 });
    expect(await told(320)).toBe(0);
  });

  it("is one for each algorithm of DKIM, the latest of each", async () => {
    const dkim = (algorithm: "rsa" | "ed25519", selector: string, from: Date | null = null) =>
      make({ kind: "dkim", algorithm, selector }, from);
    await dkim("rsa", "r1");
    await dkim("ed25519", "e1");
    await dkim("ed25519", "e2", later(1));
    const selectors = async (at: Date) =>
      (await signersAt(at)).dkim.map(({ selector }) => selector).sort();
    expect(await selectors(now)).toEqual(["e1", "r1"]);
    expect(await selectors(later(2))).toEqual(["e2", "r1"]);
    expect((await list()).map(({ publicPart }) => publicPart.slice(0, 18)).sort()).toEqual([
      "v=DKIM1; k=ed25519",
      "v=DKIM1; k=ed25519",
      "v=DKIM1; k=rsa; p=",
    ]);
    await expect(dkim("rsa", "r1")).rejects.toMatchObject({ code: "conflict" });
  });
});

describe("a key that is added", () => {
  const refused = (message: string) => ({
    code: "input-refused",
    message: expect.stringContaining(message) as string,
  });
  const given = (bytes: Buffer | string, passphrase: string | null = null): KeyGiven => ({
    kind: "pgp",
    bytes: Buffer.from(bytes),
    passphrase,
  });

  it("is refused where it is another's, public, locked, or no key", async () => {
    const other = await makePgpKey({ name: "x", address: "x@y.example", at: now, validMs: null });
    await expect(add(given(other.privatePart))).rejects.toMatchObject(
      refused("none of its user ids"),
    );
    await expect(add(given(other.publicPart))).rejects.toMatchObject(refused("one private key"));
    await expect(add(given("nothing"))).rejects.toMatchObject(refused("one private key"));
    const { decryptKey, encryptKey, readPrivateKey } = await import("openpgp");
    const own = await makePgpKey({ name: "x", address, at: now, validMs: null });
    const privateKey = await readPrivateKey({ armoredKey: own.privatePart });
    const locked = (await encryptKey({ privateKey, passphrase: "word" })).armor();
    expect(decryptKey).toBeDefined();
    await expect(add(given(locked))).rejects.toMatchObject(refused("it is locked"));
    await expect(add(given(locked, "other"))).rejects.toMatchObject(refused("another passphrase"));
    expect(await add(given(locked, "word"))).toMatchObject({ kind: "pgp", name: own.name });
    expect((await signersAt(later(1))).pgp).not.toBeNull();
  });

  it("may be one of DKIM from elsewhere, of a strength that holds", async () => {
    const { privatePart, publicPart } = makeDkimKey("rsa", "x", "x.example");
    const dkim = { kind: "dkim", selector: "old", passphrase: null } as const;
    const added = await add({ ...dkim, bytes: Buffer.from(privatePart) });
    expect(added).toMatchObject({ name: "old", identity: "meldpunt.example", publicPart });
    const { generateKeyPairSync } = await import("node:crypto");
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 1024 });
    const weak = Buffer.from(String(privateKey.export({ format: "pem", type: "pkcs8" })));
    await expect(add({ ...dkim, bytes: weak })).rejects.toMatchObject(refused("2,048 bits"));
  });

  describe.skipIf(opensslPath === null)("for S/MIME", () => {
    let openssl: Openssl;
    beforeAll(() => {
      openssl = openOpenssl();
    });
    afterAll(() => openssl.close());
    const smime = (bytes: Buffer, passphrase: string | null = null): KeyGiven => ({
      kind: "smime",
      bytes,
      passphrase,
    });

    it("comes as PEM or PKCS#12", async () => {
      now = new Date(Date.now() + 60_000);
      const made = openssl.makeCertificate({ address });
      const pkcs12 = openssl.toPkcs12(made, "wörd");
      await expect(add(smime(pkcs12, "word"))).rejects.toMatchObject(refused("another word"));
      const added = await add(smime(pkcs12, "wörd"));
      expect(added).toMatchObject({ kind: "smime", algorithm: "rsa", identity: address });
      expect(added.expiresAt?.getTime()).toBeGreaterThan(later(300).getTime());
      expect((await signersAt(now)).smime).not.toBeNull();
      const pem = Buffer.from(made.authority + made.certificate + made.key);
      await expect(add(smime(pem))).rejects.toMatchObject({ code: "conflict" });
      expect(added.publicPart.match(/BEGIN/g)).toHaveLength(1);
      for (let i = 0; i < pkcs12.length; i += 7) {
        await expect(add(smime(pkcs12.subarray(0, i), "wörd"))).rejects.toMatchObject({
          code: "input-refused",
        });
      }
    });

    it.each([
      ["is not of", { address: "other@meldpunt.example" }],
      ["is not for mail", { address, extensions: ["extendedKeyUsage=serverAuth"] }],
      ["neither RSA", { address, algorithm: ["-newkey", "ed25519"] }],
    ])("is refused where it does not fit: %s", async (message, wanted) => {
      now = new Date(Date.now() + 60_000);
      const { certificate, key } = openssl.makeCertificate(wanted);
      await expect(add(smime(Buffer.from(certificate + key)))).rejects.toMatchObject(
        refused(message),
      );
    });

    it("is refused without its key, with another, or when it has ended", async () => {
      now = new Date(Date.now() + 60_000);
      const [a, b] = [openssl.makeCertificate({ address }), openssl.makeCertificate({ address })];
      await expect(add(smime(Buffer.from(a.certificate)))).rejects.toMatchObject(
        refused("one private key"),
      );
      await expect(add(smime(Buffer.from(a.certificate + b.key)))).rejects.toMatchObject(
        refused("fits the key"),
      );
      now = later(400);
      await expect(add(smime(Buffer.from(a.certificate + a.key)))).rejects.toMatchObject(
        refused("does not hold now"),
      );
    });
  });
});
