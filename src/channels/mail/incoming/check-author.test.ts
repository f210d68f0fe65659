import { generateKeyPairSync } from "node:crypto";
import { Resolver } from "node:dns/promises";
import { dkimSign } from "mailauth/lib/dkim/sign.js";
import { expect, test } from "vitest";
import { type DnsResponder, serveDns } from "../../../../test/makers/dns-server.ts";
import type { DomainName } from "../../../domain/network/domain-name.ts";
import type { EmailAddress } from "../../../domain/network/email-address.ts";
import { makeAuthorCheck } from "./check-author.ts";

const now = new Date("2026-07-01T09:00:00Z");
const pair = generateKeyPairSync("rsa", { modulusLength: 2048 });
const small = generateKeyPairSync("rsa", { modulusLength: 512 });
const pem = (key: typeof pair.privateKey): string =>
  key.export({ type: "pkcs8", format: "pem" }).toString();
const record = (key: typeof pair.publicKey): string =>
  `v=DKIM1; k=rsa; p=${key.export({ type: "spki", format: "der" }).toString("base64")}`;

/** Keys of every domain, but for names that do not answer. */
const names: DnsResponder = ({ name }) => {
  if (name.startsWith("away.")) return { rcode: "SERVFAIL" };
  const key = name.startsWith("small.") ? small.publicKey : pair.publicKey;
  if (!name.startsWith("s1.") && !name.startsWith("small.")) return { rcode: "NXDOMAIN" };
  const text = record(key);
  const data = text.match(/.{1,250}/g) ?? [];
  return { answers: [{ type: "TXT", name, ttl: 60, data }] };
};

async function makeCheck() {
  const port = await serveDns("127.0.0.1", names);
  const resolver = new Resolver({ timeout: 60_000, tries: 1 });
  resolver.setServers([`127.0.0.1:${port}`]);
  return makeAuthorCheck({
    clock: () => now,
    freeMail: new Set(["gratis.example" as DomainName]),
    resolve: (name) => resolver.resolveTxt(name),
  });
}

type Signed = {
  readonly from?: string;
  readonly domain?: string;
  readonly selector?: string;
  readonly key?: string;
  readonly maxBodyLength?: number;
  readonly expiresAt?: Date;
  readonly head?: string;
  /** Fields before everything, which nobody signed. */
  readonly before?: string;
};

/** Signatures of others, each of which wants another hash of the body. */
function crowd(count: number): string {
  const fields = Array.from(
    { length: count },
    (_, i) =>
      `DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=d${i}.evil.example; s=s1; l=${i}; h=from; bh=AAAA; b=AAAA\r\n`,
  );
  return fields.join("");
}

const body = "Wij kijken ernaar.\r\n";

async function sign(signed: Signed): Promise<Buffer> {
  const { from = "cert@uni.example", domain = "uni.example", selector = "s1" } = signed;
  const mail = `${signed.head ?? ""}From: ${from}\r\nTo: r@meldpunt.example\r\nSubject: Re: melding\r\nDate: Wed, 1 Jul 2026 11:00:00 +0200\r\n\r\n${body}`;
  const privateKey = signed.key ?? pem(pair.privateKey);
  const signer = { signingDomain: domain, selector, privateKey };
  const { signatures } = await dkimSign(mail, {
    canonicalization: "relaxed/relaxed",
    algorithm: "rsa-sha256",
    signTime: now,
    ...(signed.expiresAt === undefined ? {} : { expires: signed.expiresAt }),
    ...signer,
    signatureData: [
      {
        ...signer,
        ...(signed.maxBodyLength === undefined ? {} : { maxBodyLength: signed.maxBodyLength }),
      },
    ],
  });
  return Buffer.from((signed.before ?? "") + signatures + mail);
}

const notified = "findings@uni.example" as EmailAddress;

test.each<[string, boolean | null, Signed]>([
  ["signed by its own domain", true, {}],
  ["of a part of it", true, { from: "cert@mail.uni.example" }],
  ["signed by a part of it", true, { domain: "mail.uni.example" }],
  ["signed by somebody else", false, { domain: "bulk.example" }],
  ["of another domain that signs well", false, { from: "a@evil.example", domain: "evil.example" }],
  ["signed but for the end of it", false, { maxBodyLength: 5 }],
  ["with a crowd of signatures before the good one", false, { before: crowd(21) }],
  ["with some signatures before the good one", true, { before: crowd(5) }],
  ["with a head without end", false, { before: `X-Long: ${"x".repeat(300_000)}\r\n` }],
  ["with a key that is not there", false, { selector: "gone" }],
  ["with a key that is too short", false, { selector: "small", key: pem(small.privateKey) }],
  ["with a signature that is over", false, { expiresAt: new Date("2026-06-30T00:00:00Z") }],
  ["with two authors", false, { from: "cert@uni.example, other@uni.example" }],
  ["with two heads of authors", false, { head: "From: boss@uni.example\r\n" }],
  ["whose name servers do not answer", null, { selector: "away" }],
])("an answer %s: %s", async (_, expected, signed) => {
  const check = await makeCheck();
  expect(await check(await sign(signed), notified)).toBe(expected);
});

test("an answer without a signature, or changed on its way, is nobody's", async () => {
  const check = await makeCheck();
  const bytes = await sign({});
  expect(await check(bytes, notified)).toBe(true);
  expect(await check(Buffer.from(bytes.toString().replace("ernaar", "naar")), notified)).toBe(
    false,
  );
  const bare = bytes.toString().replace(/^DKIM-Signature:[\s\S]*?\r\n(?! |\t)/, "");
  expect(bare).not.toContain("DKIM");
  expect(await check(Buffer.from(bare), notified)).toBe(false);
});

test("at a provider of free mail it has to be the very address", async () => {
  const check = await makeCheck();
  const mail = await sign({ from: "jan@gratis.example", domain: "gratis.example" });
  expect(await check(mail, "jan@gratis.example" as EmailAddress)).toBe(true);
  expect(await check(mail, "piet@gratis.example" as EmailAddress)).toBe(false);
});

test("what is no mail at all is nobody's", async () => {
  const check = await makeCheck();
  expect(await check(Buffer.alloc(0), notified)).toBe(false);
  expect(await check(Buffer.from([0, 1, 2, 255, 254, 10, 10, 10]), notified)).toBe(false);
});
