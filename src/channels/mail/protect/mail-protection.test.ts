import { generateKeyPairSync } from "node:crypto";
import { dkimVerify } from "mailauth/lib/dkim/verify.js";
import PostalMime from "postal-mime";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { gpgPath, opensslPath } from "../../../../test/abilities.ts";
import { type Gnupg, openGnupg } from "../../../../test/makers/gnupg.ts";
import { type MailServer, startMailServer } from "../../../../test/makers/mail-server.ts";
import {
  type MadeCertificate,
  type Openssl,
  openOpenssl,
} from "../../../../test/makers/openssl.ts";
import { readSignedMail } from "../../../../test/makers/read-signed-mail.ts";
import type { DeliveryId } from "../../../domain/ids.ts";
import type { EmailAddress } from "../../../domain/network/email-address.ts";
import { makeCmsSignature } from "../../../platform/crypto/cms-signature.ts";
import { readSmimeKey, toCmsSigner } from "../../../platform/crypto/own-certificate.ts";
import { toDkimRecord } from "../../../platform/crypto/own-dkim-key.ts";
import { makePgpKey } from "../../../platform/crypto/own-pgp-key.ts";
import { findOpenPgpSigner } from "../../../platform/crypto/read-openpgp-signer.ts";
import { toMailBytes, writeMail } from "../mime/write-mail.ts";
import { openSmtpTransport } from "../smtp-transport.ts";
import { type MailSigners, makeMailProtection } from "./mail-protection.ts";
import type { SignCms } from "./sign-entity.ts";

const madeAt = new Date();
const at = new Date(madeAt.getTime() + 60_000);
const address = "meld@meldpunt.example";

/** Everything that servers are known to change, and signs beyond ASCII. */
const mail = writeMail({
  id: "019b0000-0000-7000-8000-00000000000a",
  from: { name: "Meldpunt (één)", address },
  to: "security@uni-x.example",
  replyTo: "contact@meldpunt.example",
  subject: "[NSM-7K3F-92QD] TLP:AMBER één bevinding: kwetsbare systemen",
  messageId: "<a@meldpunt.example>",
  date: madeAt,
  headers: { "Auto-Submitted": "auto-generated", "Content-Language": "nl" },
  text: `Eén regel\n\nFrom here it goes on\n.\n..\n-- \n--=_${"x".repeat(200)}  \n\ttabs\t\n${"é".repeat(99)}\n`,
  attachments: [
    {
      filename: "NSM-7K3F-92QD.csv",
      contentType: "text/csv; charset=utf-8",
      content: Buffer.from("row,ip\r\n1,192.0.2.7\r\n".repeat(300)),
    },
  ],
});

const none: MailSigners = { pgp: null, smime: null, dkim: [] };
const plain = { at, key: null, secret: false };

async function pgpSigners(): Promise<{
  readonly signers: MailSigners;
  readonly publicKey: string;
}> {
  const made = await makePgpKey({ name: "Meldpunt", address, at: madeAt, validMs: null });
  const pgp = await findOpenPgpSigner(made.privatePart, at);
  return { signers: { ...none, pgp }, publicKey: made.publicPart };
}

describe("a mail that is signed", () => {
  let server: MailServer;
  beforeAll(async () => {
    server = await startMailServer();
  });
  afterAll(() => server.close());

  /** Sends it over SMTP and answers what came. */
  async function pass(bytes: Buffer): Promise<Buffer> {
    const transport = openSmtpTransport({
      url: server.url,
      returnPathDomain: "bounces.meldpunt.example",
      returnPathKey: Buffer.alloc(32, 1),
      timeoutMs: 60_000,
    });
    const deliveryId = "019b0000-0000-7000-8000-00000000000b" as DeliveryId;
    const to = "security@uni-x.example" as EmailAddress;
    await transport.send({ deliveryId, to, bytes }, async () => undefined);
    await transport.close();
    return server.kept.pop()?.bytes ?? Buffer.alloc(0);
  }

  it("goes in seven bits and short lines, and arrives as it was sent", async () => {
    const { signers } = await pgpSigners();
    const protect = makeMailProtection({ prefers: "pgp", readSigners: async () => signers });
    const bytes = await protect(mail, plain);
    for (const line of bytes.toString("latin1").split("\r\n")) {
      expect(line).toMatch(/^[\t\x20-\x7e]{0,78}$/);
      if (!line.startsWith("--=_")) expect(line).not.toMatch(/^From |^-- |[ \t]$/);
    }
    expect(await pass(bytes)).toEqual(bytes);
  });

  it("reads the same signed or not", async () => {
    const { signers } = await pgpSigners();
    const protect = makeMailProtection({ prefers: "pgp", readSigners: async () => signers });
    const [unsigned, signed] = await Promise.all(
      [toMailBytes(mail), await protect(mail, plain)].map((bytes) => PostalMime.parse(bytes)),
    );
    expect(signed?.text).toBe(unsigned?.text);
    expect(unsigned?.text).toContain(
      `\n-- \n--=_${"x".repeat(200)}  \n\ttabs\t\n${"é".repeat(99)}\n`,
    );
    expect(signed?.subject).toBe(unsigned?.subject);
    expect(signed?.from).toEqual({ name: "Meldpunt (één)", address });
    expect(signed?.attachments[0]?.content).toEqual(unsigned?.attachments[0]?.content);
  });

  describe.skipIf(gpgPath === null)("by OpenPGP", () => {
    let gnupg: Gnupg;
    beforeAll(() => {
      gnupg = openGnupg();
    });
    afterAll(() => gnupg.close());

    it("is good for GnuPG after its way over SMTP, and not with one byte changed", async () => {
      const { signers, publicKey } = await pgpSigners();
      gnupg.import(publicKey);
      const protect = makeMailProtection({ prefers: "pgp", readSigners: async () => signers });
      const { signed, signature, header } = readSignedMail(await pass(await protect(mail, plain)));
      expect(signed).toEqual(mail.entity);
      expect(header).toContain("Content-Type: application/pgp-signature");
      expect(gnupg.verify(signed, signature)).toMatchObject({ good: true });
      const changed = Buffer.from(signed.toString("latin1").replace("here", "Here"), "latin1");
      expect(gnupg.verify(changed, signature)).toMatchObject({ good: false });
    });

    it("is so too by a key that GnuPG made, whose subkey signs or which is RSA", async () => {
      for (const algorithm of ["rsa2048", "ed25519"]) {
        const other = openGnupg();
        const publicKey = other.makeKey(address, algorithm);
        const { privatePart } = await (
          await import("../../../platform/crypto/own-pgp-key.ts")
        ).readPgpKey(other.exportPrivate(address), { address, passphrase: null, at });
        const pgp = await findOpenPgpSigner(privatePart, at);
        other.close();
        gnupg.import(publicKey);
        const readSigners = async () => ({ ...none, pgp });
        const protect = makeMailProtection({ prefers: "pgp", readSigners });
        const { signed, signature } = readSignedMail(await protect(mail, plain));
        expect(gnupg.verify(signed, signature)).toMatchObject({ good: true });
      }
    });
  });

  describe.skipIf(opensslPath === null)("by S/MIME", () => {
    let openssl: Openssl;
    beforeAll(() => {
      openssl = openOpenssl();
    });
    afterAll(() => openssl.close());

    function signOf(made: MadeCertificate): SignCms {
      const bytes = Buffer.from(made.certificate + made.key + made.authority);
      const { privatePart, publicPart } = readSmimeKey(bytes, { address, passphrase: null, at });
      return makeCmsSignature(toCmsSigner(privatePart, publicPart));
    }

    it.each([
      ["RSA", ["-newkey", "rsa:2048"]],
      ["P-256", ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]],
      ["P-384", ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-384"]],
    ])("is good for OpenSSL after its way over SMTP: %s", async (_, algorithm) => {
      const made = openssl.makeCertificate({ address, algorithm });
      const readSigners = async () => ({ ...none, smime: signOf(made) });
      const protect = makeMailProtection({ prefers: "smime", readSigners });
      const arrived = await pass(await protect(mail, plain));
      expect(openssl.verify(arrived, made.authority)).toEqual(mail.entity);
      const changed = Buffer.from(arrived.toString("latin1").replace("here", "Here"), "latin1");
      expect(() => openssl.verify(changed, made.authority)).toThrow("verification failure");
    });

    it("is signed in the form of the recipient's key, else as preferred, else as it can be", async () => {
      const made = openssl.makeCertificate({ address });
      const { signers } = await pgpSigners();
      const both = { ...signers, smime: signOf(made) };
      const typeOf = async (
        prefers: "pgp" | "smime" | "none",
        present: MailSigners,
        kind: "pgp" | "smime" | null,
      ) => {
        const protect = makeMailProtection({ prefers, readSigners: async () => present });
        const key = kind === null ? null : { kind, fingerprint: "", publicPart: "" };
        const { headers } = await PostalMime.parse(await protect(mail, { ...plain, key }));
        const type = headers.find(({ key }) => key === "content-type")?.value;
        return /protocol="application\/(pgp|pkcs7)-signature"/.exec(type ?? "")?.[1] ?? null;
      };
      expect(await typeOf("pgp", both, null)).toBe("pgp");
      expect(await typeOf("smime", both, null)).toBe("pkcs7");
      expect(await typeOf("none", both, null)).toBe(null);
      expect(await typeOf("pgp", both, "smime")).toBe("pkcs7");
      expect(await typeOf("none", both, "pgp")).toBe("pgp");
      expect(await typeOf("smime", signers, null)).toBe("pgp");
      expect(await typeOf("pgp", none, null)).toBe(null);
    });
  });
});

describe("DKIM", () => {
  const keys = {
    ed: generateKeyPairSync("ed25519"),
    rsa: generateKeyPairSync("rsa", { modulusLength: 2048 }),
  };
  const domain = "meldpunt.example";
  const dkim = [
    { domain, selector: "ed", privateKey: keys.ed.privateKey },
    { domain, selector: "rsa", privateKey: keys.rsa.privateKey },
  ];
  const resolver = async (name: string, type: string): Promise<string[][]> => {
    const [selector] = name.split(".");
    if (type !== "TXT" || name !== `${selector}._domainkey.${domain}`) return [];
    const { publicKey } = keys[selector as keyof typeof keys];
    return [toDkimRecord(publicKey).match(/.{1,250}/g) ?? []];
  };
  const protect = makeMailProtection({
    prefers: "pgp",
    readSigners: async () => ({ ...(await pgpSigners()).signers, dkim }),
  });
  const judge = async (bytes: Buffer) => {
    const { results } = await dkimVerify(bytes, { resolver });
    return results.map(({ status, selector, signingDomain }) => [
      selector,
      signingDomain,
      status.result,
    ]);
  };

  it("holds for another implementation, for both algorithms", async () => {
    const digest = writeMail({
      ...{
        id: "x",
        from: { name: "", address },
        to: "a@b.example",
        subject: "x",
        messageId: "<x@y>",
      },
      date: madeAt,
      headers: {
        "List-Unsubscribe": "<https://meldpunt.example/stop/abc>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
      },
      text: "",
    });
    for (const each of [mail, digest]) {
      const bytes = await protect(each, plain);
      expect(await judge(bytes)).toEqual([
        ["ed", domain, "pass"],
        ["rsa", domain, "pass"],
      ]);
    }
    const bytes = await protect(digest, plain);
    for (const [from, to] of [
      ["stop/abc", "stop/abd"],
      ["One-Click", "Two-Click"],
      ["Subject: x", "Subject: y"],
      ["MIME-Version", "Reply-To: evil@b.example\r\nMIME-Version"],
      ["\r\n\r\n", "\r\n\r\nmore"],
    ] as const) {
      const changed = Buffer.from(bytes.toString("latin1").replace(from, to), "latin1");
      expect(await judge(changed)).not.toContainEqual(["ed", domain, "pass"]);
    }
  });

  it("survives what relays do to white space", async () => {
    const text = (await protect(mail, plain)).toString("latin1");
    const relayed = text
      .replace("Auto-Submitted: auto", "auto-submitted:   auto")
      .replace(/\r\n$/, "\r\n\r\n\r\n");
    expect(relayed).not.toBe(text);
    expect(await judge(Buffer.from(relayed, "latin1"))).toContainEqual(["rsa", domain, "pass"]);
  });
});
