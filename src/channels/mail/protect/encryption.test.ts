import fc from "fast-check";
import PostalMime from "postal-mime";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { gpgPath, opensslPath } from "../../../../test/abilities.ts";
import { type Gnupg, openGnupg } from "../../../../test/makers/gnupg.ts";
import { makeMailInstance } from "../../../../test/makers/mail-material.ts";
import {
  makeFindingType,
  makeNotification,
  makeRow,
} from "../../../../test/makers/notification.ts";
import { type Openssl, openOpenssl } from "../../../../test/makers/openssl.ts";
import { readSignedMail } from "../../../../test/makers/read-signed-mail.ts";
import type { Notification } from "../../../domain/notification/notification.ts";
import type { RecipientKey } from "../../../domain/notification/recipient-key.ts";
import { makePgpKey } from "../../../platform/crypto/own-pgp-key.ts";
import { findOpenPgpSigner } from "../../../platform/crypto/read-openpgp-signer.ts";
import { readRecipientKey } from "../../../platform/crypto/read-recipient-key.ts";
import { composeMail, makeMailComposer } from "../compose-mail.ts";
import { readMailTemplates } from "../mail-templates.ts";
import type { TextMaterial } from "../text-material.ts";
import { encryptOnly, makeMailProtection } from "./mail-protection.ts";

const repository = new URL("../../../../", import.meta.url).pathname;
const address = "security@uni-x.example";
const material: TextMaterial = {
  templates: readMailTemplates(`${repository}data/templates/mail`),
  advice: new Map(),
  publicUrl: "https://portaal.meldpunt.example",
  instance: makeMailInstance("Meldpunt"),
};

const type = makeFindingType({ tier: 2 });
const secrets = ["TLSv1.0-banner-7781", "EXCH2019-internal"];
const evidence = new Map([
  ["banner", secrets[0] ?? ""],
  ["servername", secrets[1] ?? ""],
  ["version", "15.2.721"],
]);

function notificationTo(key: RecipientKey | null): Notification {
  const { recipient } = makeNotification();
  return makeNotification({
    recipient: { ...recipient, key },
    topic: { kind: "case", name: "DIVD-2026-00905" },
    composedAt: new Date(Date.now() + 60_000),
    rows: [
      makeRow({ type, tier: 2, evidence }),
      makeRow({ type, tier: 3, address: "2001:db8::25", evidence }),
      makeRow({ tier: 0, address: "192.0.2.9" }),
    ],
  });
}

/** Everything that can be read in a mail without a key, however it is encoded. */
async function everythingIn(bytes: Uint8Array): Promise<string> {
  const mail = await PostalMime.parse(bytes);
  const decoded = mail.attachments.map(({ content }) =>
    typeof content === "string" ? content : new TextDecoder("latin1").decode(content),
  );
  return [Buffer.from(bytes).toString("latin1"), mail.subject, mail.text, ...decoded].join("\n");
}

const signatures: readonly (string | null)[] = ["signature.asc", "smime.p7s"];

/** What the recipient reads when it was opened: text and rows as in the mail that was never encrypted. */
async function expectWhole(opened: Buffer, notification: Notification): Promise<void> {
  const plain = await PostalMime.parse((await composeMail(notification, material)).bytes);
  const read = await PostalMime.parse(opened);
  expect(read.text).toBe(plain.text);
  const filesOf = (mail: typeof read) =>
    mail.attachments
      .map(({ filename, content }) => ({ filename, content }))
      .filter(({ filename }) => !signatures.includes(filename));
  expect(filesOf(read)).toEqual(filesOf(plain));
  expect(filesOf(read)).toHaveLength(1);
  expect(opened.toString("latin1")).toMatch(/^Subject: (.*\r\n )?.*DIVD-2026-00905/m);
  expect(await everythingIn(opened)).toContain(secrets[0]);
}

describe("mail about what may not be read on its way", () => {
  const pgpOwn = (async () => {
    const at = new Date();
    const name = "Meldpunt";
    const made = await makePgpKey({
      name,
      address: material.instance.sender.address,
      at,
      validMs: null,
    });
    const pgp = await findOpenPgpSigner(made.privatePart, at);
    return { publicPart: made.publicPart, signers: { pgp, smime: null, dkim: [] } };
  })();
  const compose = async (notification: Notification) => {
    const { signers } = await pgpOwn;
    const protect = makeMailProtection({ prefers: "pgp", readSigners: async () => signers });
    const { bytes } = await makeMailComposer(material, protect).compose(notification);
    return Buffer.from(bytes);
  };

  describe.skipIf(gpgPath === null)("is opened by GnuPG", () => {
    let gnupg: Gnupg;
    beforeAll(() => {
      gnupg = openGnupg();
    });
    afterAll(() => gnupg.close());

    it.each(["default", "future-default"])("with a key of its own: %s", async (algorithm) => {
      const own = openGnupg();
      const text = own.makeKey(address, algorithm);
      const key = await readRecipientKey(text, { address, at: new Date(Date.now() + 60_000) });
      const notification = notificationTo(key);
      const mail = await compose(notification);
      const outside = await everythingIn(mail);
      for (const secret of [...secrets, "DIVD-2026-00905", "192.0.2.7", "2001:db8", "Remote"]) {
        expect(outside).not.toContain(secret);
      }
      expect(outside).toMatch(/^Subject: \[NSM-7K3F-92QD\] TLP:AMBER\r$/m);
      const armored = /-----BEGIN PGP MESSAGE-----[\s\S]+-----END PGP MESSAGE-----/.exec(
        mail.toString("latin1"),
      );
      const opened = own.decrypt(armored?.[0] ?? "");
      own.close();
      await expectWhole(opened, notification);
      gnupg.import((await pgpOwn).publicPart);
      const { signed, signature } = readSignedMail(opened);
      expect(gnupg.verify(signed, signature)).toMatchObject({ good: true });
      expect(signed.toString("latin1")).toMatch(/^Subject: .*\r\n(.*\r\n)*HP-Outer: Subject: /m);
      expect(signed.toString("latin1")).toMatch(/^Content-Type: multipart\/mixed; hp="cipher"/m);
    });
  });

  describe.skipIf(opensslPath === null)("is opened by OpenSSL", () => {
    let openssl: Openssl;
    beforeAll(() => {
      openssl = openOpenssl();
    });
    afterAll(() => openssl.close());

    it.each([
      ["RSA", ["-newkey", "rsa:2048"], "keyEncipherment"],
      ["P-256", ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"], "keyAgreement"],
      ["P-384", ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-384"], "keyAgreement"],
      ["P-521", ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-521"], "keyAgreement"],
    ])("with a certificate: %s", async (_, algorithm, usage) => {
      const extensions = [`keyUsage=digitalSignature,${usage}`, "extendedKeyUsage=emailProtection"];
      const made = openssl.makeCertificate({ address, algorithm, extensions });
      const at = new Date(Date.now() + 60_000);
      const key = await readRecipientKey(made.certificate, { address, at });
      const notification = notificationTo(key);
      const mail = await compose(notification);
      const outside = await everythingIn(mail);
      for (const secret of [...secrets, "DIVD-2026-00905", "192.0.2.7"]) {
        expect(outside).not.toContain(secret);
      }
      await expectWhole(openssl.decrypt(mail, made), notification);
    });
  });

  it("is reduced to what plain mail may show where there is no key, and says so", async () => {
    const mail = await compose(notificationTo(null));
    const whole = await everythingIn(mail);
    for (const secret of secrets) expect(whole).not.toContain(secret);
    for (const shown of ["192.0.2.7", "2001:db8::25", "15.2.721", "3389", "only encrypted"]) {
      expect(whole).toContain(shown);
    }
  });

  it("never leaves with a byte of it that can be read, whatever the rows", async () => {
    const word = fc.stringMatching(/^zq[a-z0-9]{6,12}$/);
    const aRow = fc.record({ tier: fc.constantFrom(0, 1, 2, 3), value: word, column: word });
    await fc.assert(
      fc.asyncProperty(
        fc.array(aRow, { minLength: 1, maxLength: 6 }),
        fc.boolean(),
        async (rows, desk) => {
          const { recipient } = makeNotification();
          const notification = makeNotification({
            recipient: { ...recipient, rung: desk ? "abuse-contact" : "owner" },
            rows: rows.map(({ tier, value, column }) =>
              makeRow({ tier: tier as 0, type, evidence: new Map([[column, value]]) }),
            ),
          });
          const { bytes } = await makeMailComposer(material, encryptOnly).compose(notification);
          const whole = await everythingIn(bytes);
          for (const { value, column } of rows) {
            expect(whole).not.toContain(value);
            expect(whole).not.toContain(column);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it("does not go out by mistake: the last gate refuses it", async () => {
    await expect(composeMail(notificationTo(null), material, encryptOnly)).rejects.toThrow(
      "is secret and has no key",
    );
  });
});
