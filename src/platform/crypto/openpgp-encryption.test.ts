import { generateKey, readKey } from "openpgp";
import { expect, test } from "vitest";
import { decryptOpenPgp, encryptOpenPgp } from "./openpgp-encryption.ts";

const made = new Date("2026-06-01T00:00:00Z");
const now = new Date("2026-07-01T00:00:00Z");
const userIDs = [{ name: "CERT", email: "cert@uni.example" }];

/** A key, and the same key once its part that encrypts was stolen and another took its place. */
async function changeSubkey() {
  const { privateKey } = await generateKey({
    type: "ecc",
    curve: "curve25519Legacy",
    userIDs,
    date: made,
    format: "object",
  });
  const old = privateKey.toPublic().armor();
  const added = await privateKey.addSubkey({
    curve: "curve25519Legacy",
    date: new Date("2026-06-20T00:00:00Z"),
  });
  const [stolen] = added.subkeys;
  if (stolen === undefined) throw new Error("a key has a part that encrypts");
  const { keyPacket } = privateKey as unknown as { keyPacket: never };
  added.subkeys[0] = await stolen.revoke(keyPacket, {}, new Date("2026-06-20T00:00:00Z"));
  return { before: old, after: added.toPublic().armor(), privateKey: added };
}

test("a key that comes again with another part is used as it is now, whatever was read before", async () => {
  const { before, after, privateKey } = await changeSubkey();
  expect((await readKey({ armoredKey: after })).getFingerprint()).toBe(
    (await readKey({ armoredKey: before })).getFingerprint(),
  );
  await encryptOpenPgp(before, Buffer.from("old"), now);
  const message = await encryptOpenPgp(after, Buffer.from("new"), now);
  const { readMessage } = await import("openpgp");
  const ids = (await readMessage({ armoredMessage: message })).getEncryptionKeyIDs();
  const [, fresh] = privateKey.subkeys;
  expect(ids.map((id) => id.toHex())).toEqual([fresh?.getKeyID().toHex()]);
  expect(Buffer.from(await decryptOpenPgp([privateKey.armor()], message)).toString()).toBe("new");
});
