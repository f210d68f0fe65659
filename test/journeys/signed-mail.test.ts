import { join } from "node:path";
import { generateKey } from "openpgp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listSinkMessages, readSinkMessage } from "../../src/channels/mail/sink.ts";
import { gpgPath } from "../abilities.ts";
import { type Gnupg, openGnupg } from "../makers/gnupg.ts";
import { readSignedMail } from "../makers/read-signed-mail.ts";
import { useCountry, world } from "./country.ts";
import { useMeldpunt } from "./meldpunt.ts";

const meldpunt = useMeldpunt();
useCountry(meldpunt);

type OwnKey = { readonly kind: string; readonly name: string; readonly publicPart: string };

const address = "cert@cert-x.example";
const secret = "handed-over-by-the-police-4711";

/** Mails of the sink with all their bytes, the oldest first. */
async function readMails(): Promise<{ readonly to: string; readonly bytes: Buffer }[]> {
  const folder = join(meldpunt.dataFolder, "sink");
  const messages = (await listSinkMessages(folder, 1000).catch(() => [])).reverse();
  return Promise.all(
    messages.map(async ({ id, to }) => ({
      to: to.join(),
      bytes: await readSinkMessage(folder, id),
    })),
  );
}

/** Hands over a row whose type is tier 3, with a column of the finder's own, and lets the mail go. */
async function tell(ip: string): Promise<Buffer> {
  const path = meldpunt.write(
    `${ip}.csv`,
    `ip,timestamp,note\n${ip},2026-11-20T10:00:00Z,${secret}\n`,
  );
  const terms = ["--type", "divd-2020-00004", "--grade", "verified", "--finder", "divd"];
  await meldpunt.done("report", "submit", path, ...terms, "--json");
  await meldpunt.done("notify", "--json");
  const mail = (await readMails()).filter(({ to }) => to === address).at(-1);
  if (mail === undefined) throw new Error("no mail came");
  return mail.bytes;
}

describe.skipIf(gpgPath === null)("an installation that makes itself a key", () => {
  let gnupg: Gnupg;
  beforeAll(() => {
    gnupg = openGnupg();
  });
  afterAll(() => gnupg.close());

  let made: OwnKey;

  test("signs its mail, and says that something is withheld", async () => {
    expect(await meldpunt.done("keys", "list")).toContain("mail goes out unsigned");
    made = await meldpunt.json<OwnKey>("keys", "make", "pgp", "--json");
    await meldpunt.done("keys", "make", "dkim", "--selector", "mp1");
    expect(await meldpunt.done("keys", "dkim")).toMatch(
      /^mp1\._domainkey\.\S+\. TXT "v=DKIM1; k=ed25519; p=[A-Za-z0-9+/=]{44}"\n$/,
    );
    gnupg.import(await meldpunt.done("keys", "show", made.name.slice(0, 8)));

    const plain = await tell("192.0.2.7");
    expect(plain.toString("latin1")).toMatch(/^DKIM-Signature: v=1; a=ed25519-sha256;/);
    const first = readSignedMail(plain);
    expect(gnupg.verify(first.signed, first.signature)).toMatchObject({ good: true });
    expect(first.signed.toString("latin1").replace(/\s+/g, " ")).toContain("only encrypted");
  });

  test("encrypts what is secret once there is a key", async () => {
    const recipient = await generateKey({
      type: "ecc",
      curve: "curve25519Legacy",
      userIDs: [{ name: "CERT X", email: address }],
      date: new Date(Date.now() - 60_000),
      format: "armored",
    });
    gnupg.import(recipient.privateKey);
    meldpunt.write("keys/cert-x.asc", recipient.publicKey);
    const named = world.replace(`email: ${address}`, `email: ${address}, pgp: keys/cert-x.asc`);
    await meldpunt.done("world", "load", meldpunt.write("world.yaml", named), "--force");
    expect(await meldpunt.done("organisation", "key", "list", "cert-x")).toContain("active");

    const sealed = (await tell("192.0.2.8")).toString("latin1");
    expect(sealed).toContain("Content-Type: multipart/encrypted");
    for (const hidden of [secret, "192.0.2.8", "Mirai"]) expect(sealed).not.toContain(hidden);
    const [message = ""] =
      /-----BEGIN PGP MESSAGE-----[\s\S]+?-----END PGP MESSAGE-----/.exec(sealed) ?? [];
    const second = readSignedMail(gnupg.decrypt(message));
    expect(gnupg.verify(second.signed, second.signature)).toMatchObject({ good: true });
    expect(second.signed.toString("latin1")).toContain("192.0.2.8");
  });

  test("changes its key, and reduces again when that of the recipient is withdrawn", async () => {
    const next = await meldpunt.json<OwnKey>("keys", "make", "pgp", "--json");
    await meldpunt.done("keys", "retire", made.name, "--kind", "pgp");
    expect((await meldpunt.run("keys", "retire", made.name, "--kind", "pgp")).status).toBe(1);
    await meldpunt.done("organisation", "key", "withdraw", "cert-x", address);
    gnupg.import(await meldpunt.done("keys", "show", next.name));
    const third = readSignedMail(await tell("192.0.2.9"));
    expect(third.signed.toString("latin1").replace(/\s+/g, " ")).toContain("only encrypted");
    const { good, says } = gnupg.verify(third.signed, third.signature);
    expect(says.replaceAll(" ", "").toLowerCase()).toContain(next.name);
    expect(good).toBe(true);
  });
});

test("a world file whose key cannot be used is loaded all the same, and says so", async () => {
  const named = world.replace(`email: ${address}`, `email: ${address}, pgp: keys/nothing.asc`);
  const path = meldpunt.write("other.yaml", named);
  const { status, stderr } = await meldpunt.run("world", "load", path, "--force");
  expect(status).toBe(0);
  expect(stderr).toContain(`The key of ${address} (keys/nothing.asc) is not used`);
});
