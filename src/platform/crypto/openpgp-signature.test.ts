import { createMessage, generateKey, readKey, readSignature, verify } from "openpgp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { gpgPath } from "../../../test/abilities.ts";
import { type Gnupg, openGnupg } from "../../../test/makers/gnupg.ts";
import { type OpenPgpSigner, signDetached } from "./openpgp-signature.ts";
import { findOpenPgpSigner } from "./read-openpgp-signer.ts";

const madeAt = new Date("2026-01-01T00:00:00Z");
const signedAt = new Date("2026-07-01T09:00:00Z");
const bytes = Buffer.from("Regel één\r\n\r\n  From spaces and\tthe like \r\n");
const userIDs = [{ name: "Meldpunt", email: "meld@meldpunt.example" }];

const kinds = {
  "Ed25519 in the old form": { type: "ecc", curve: "curve25519Legacy" },
  "Ed25519 of RFC 9580": { type: "curve25519" },
  RSA: { type: "rsa", rsaBits: 2048 },
} as const;

type Made = { readonly signer: OpenPgpSigner; readonly publicKey: string };

async function make(kind: keyof typeof kinds): Promise<Made> {
  const { privateKey, publicKey } = await generateKey({
    ...kinds[kind],
    userIDs,
    date: madeAt,
    format: "armored",
  });
  const signer = await findOpenPgpSigner(privateKey, signedAt);
  if (signer === null) throw new Error("no signer");
  return { signer, publicKey };
}

async function isGood({ publicKey }: Made, signed: Buffer, signature: string): Promise<boolean> {
  const { signatures } = await verify({
    message: await createMessage({ binary: Uint8Array.from(signed) }),
    signature: await readSignature({ armoredSignature: signature }),
    verificationKeys: await readKey({ armoredKey: publicKey }),
    date: signedAt,
  });
  return signatures[0]?.verified.catch(() => false) ?? false;
}

describe.each(Object.keys(kinds) as (keyof typeof kinds)[])("a signature by %s", (kind) => {
  let made: Made;
  beforeAll(async () => {
    made = await make(kind);
  });

  it("is what another implementation takes for good, and only over these bytes", async () => {
    const signature = signDetached(made.signer, bytes, signedAt);
    expect(await isGood(made, bytes, signature)).toBe(true);
    expect(await isGood(made, Buffer.concat([bytes, Buffer.of(10)]), signature)).toBe(false);
    expect(signDetached(made.signer, bytes, signedAt)).toBe(signature);
  });

  it("names its key and the time, and is never older than its key", async () => {
    const read = async (at: Date) => {
      const armoredSignature = signDetached(made.signer, bytes, at);
      const { packets } = await readSignature({ armoredSignature });
      return packets[0];
    };
    const packet = await read(signedAt);
    expect(packet?.created).toEqual(signedAt);
    expect(Buffer.from(packet?.issuerFingerprint ?? [])).toEqual(made.signer.fingerprint);
    expect((await read(new Date(0)))?.created).toEqual(madeAt);
  });
});

it("comes out right whatever zeros a signature begins with", async () => {
  const made = await make("Ed25519 in the old form");
  for (let i = 0; i < 600; i++) {
    const each = Buffer.from(`${i}`);
    expect(await isGood(made, each, signDetached(made.signer, each, signedAt))).toBe(true);
  }
});

describe.skipIf(gpgPath === null)("GnuPG", () => {
  let gnupg: Gnupg;
  beforeAll(() => {
    gnupg = openGnupg();
  });
  afterAll(() => gnupg.close());

  it.each(["Ed25519 in the old form", "RSA"] as const)("takes it for good: %s", async (kind) => {
    const { signer, publicKey } = await make(kind);
    gnupg.import(publicKey);
    const signature = signDetached(signer, bytes, signedAt);
    const { good, says } = gnupg.verify(bytes, signature);
    expect(says).toContain('Good signature from "Meldpunt <meld@meldpunt.example>"');
    expect(good).toBe(true);
    expect(gnupg.verify(Buffer.from("else"), signature).good).toBe(false);
  });
});
