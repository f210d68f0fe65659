import { createMessage, generateKey, readPrivateKey, sign } from "openpgp";
import { beforeAll, expect, test } from "vitest";
import { readPublicKey, watchSignature } from "./detached-signature.ts";

const now = new Date("2026-07-01T09:00:00Z");
const before = new Date("2026-06-01T00:00:00Z");

type Signer = {
  readonly publicKey: string;
  readonly privateKey: string;
  sign(bytes: Uint8Array, at?: Date): Promise<Uint8Array>;
};

async function makeSigner(keyExpirationTime = 0): Promise<Signer> {
  const { publicKey, privateKey } = await generateKey({
    userIDs: [{ name: "Finder", email: "finder@finder.example" }],
    date: before,
    keyExpirationTime,
  });
  const signingKeys = await readPrivateKey({ armoredKey: privateKey });
  return {
    publicKey,
    privateKey,
    async sign(bytes, date = now) {
      const message = await createMessage({ binary: Uint8Array.from(bytes) });
      const armored = await sign({ message, signingKeys, detached: true, date });
      return Buffer.from(armored as string);
    },
  };
}

let finder: Signer;
let other: Signer;
beforeAll(async () => {
  finder = await makeSigner();
  other = await makeSigner();
});

async function* inPieces(bytes: Uint8Array, size = 1000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function check(bytes: Uint8Array, signature: Uint8Array, keys: readonly string[]) {
  const watched = await watchSignature(inPieces(bytes), signature, keys, now);
  const through: Uint8Array[] = [];
  for await (const piece of watched.pieces) through.push(piece);
  expect(Buffer.concat(through).equals(bytes)).toBe(true);
  return watched.outcome();
}

const list = Buffer.from(`ip,port\r\n${"192.0.2.1,443\n".repeat(20_000)}`);

test("bytes go through as they are, and a signature over them names its key", async () => {
  const { fingerprint } = await readPublicKey(finder.publicKey, now);
  const signature = await finder.sign(list);
  const keys = [other.publicKey, finder.publicKey];
  expect(await check(list, signature, keys)).toEqual({ kind: "good", fingerprint });
});

test("one byte more, less or other, and it does not fit", async () => {
  const signature = await finder.sign(list);
  const changed = Buffer.from(list);
  changed[100] = (changed[100] as number) ^ 1;
  for (const bytes of [changed, list.subarray(1), Buffer.concat([list, Buffer.from("\n")])]) {
    expect(await check(bytes, signature, [finder.publicKey])).toMatchObject({ kind: "bad" });
  }
});

test("a signature of somebody else, of nobody, and from the future are bad; the bytes go through", async () => {
  const future = await finder.sign(list, new Date(now.getTime() + 86_400_000));
  for (const signature of [await other.sign(list), Buffer.from("no signature"), future]) {
    expect(await check(list, signature, [finder.publicKey])).toMatchObject({ kind: "bad" });
  }
  expect(await check(list, await finder.sign(list), [])).toMatchObject({ kind: "bad" });
});

test("a key that had ended when it signed does not count", async () => {
  const ended = await makeSigner(86_400);
  await expect(readPublicKey(ended.publicKey, now)).rejects.toMatchObject({
    code: "input-refused",
  });
  expect((await readPublicKey(ended.publicKey, before)).expiresAt).toEqual(
    new Date("2026-06-02T00:00:00Z"),
  );
});

test("a private key, two keys and no key are refused", async () => {
  for (const armored of [finder.privateKey, `${finder.publicKey}\n${other.publicKey}`, "hello"]) {
    await expect(readPublicKey(armored, now)).rejects.toMatchObject({ code: "input-refused" });
  }
});
