import { createCleartextMessage, generateKey, readPrivateKey, sign } from "openpgp";
import { beforeAll, describe, expect, test } from "vitest";
import {
  answerNever,
  answerRedirect,
  answerStatus,
  answerText,
  type Stranger,
  serveStrangers,
} from "../../../test/makers/strangers.ts";
import type { DomainName } from "../../domain/network/domain-name.ts";

const name = "winkel.voorbeeld.example" as DomainName;
const wellKnown = "winkel/.well-known/security.txt";
const old = "winkel/security.txt";
const keyUrl = "https://winkel.voorbeeld.example/key.asc";

const good = `# Onze contacten
Contact: mailto:security@winkel.example
Expires: 2027-01-01T00:00:00Z
`;
const found = { kind: "found", emails: ["security@winkel.example"] };

async function ask(strangers: Record<string, Stranger>) {
  const house = await serveStrangers(strangers);
  return house.lookups.askSite(name);
}

const askText = (text: string | Uint8Array) => ask({ [wellKnown]: answerText(text) });
const none = (why: string) => ({ kind: "none", detail: expect.stringContaining(why) });

describe("where the file lies", () => {
  test("in the well-known place, and what stands there counts", async () => {
    const house = await serveStrangers({
      [wellKnown]: answerText(good),
      [old]: answerText(good.replace("security@", "old@")),
    });
    expect(await house.lookups.askSite(name)).toEqual({
      kind: "found",
      url: `https://${name}/.well-known/security.txt`,
      emails: ["security@winkel.example"],
      range: null,
      expiresAt: Date.parse("2027-01-01"),
      languages: [],
      encryption: null,
      note: null,
    });
    expect(house.questions()).toEqual([wellKnown]);
  });

  test("else in the old place", async () => {
    expect(await ask({ [old]: answerText(good) })).toMatchObject(found);
    const page = answerText("<html>Niet gevonden", "text/html");
    expect(await ask({ [wellKnown]: page, [old]: answerText(good) })).toMatchObject(found);
  });

  test("a file that does not count is not looked for elsewhere", async () => {
    const expired = answerText(good.replace("2027", "2025"));
    const house = await serveStrangers({ [wellKnown]: expired, [old]: answerText(good) });
    expect(await house.lookups.askSite(name)).toMatchObject(none("expired on 2025-01-01"));
    expect(house.questions()).toEqual([wellKnown]);
  });

  test("a site without one has none", async () => {
    expect(await ask({})).toMatchObject(none("404"));
    const page = answerText("<html>Welkom", "text/html");
    expect(await ask({ [wellKnown]: page, [old]: page })).toMatchObject(none("text/html"));
  });

  test("over plain http it does not count", async () => {
    const http = answerRedirect("http://winkel.voorbeeld.example/.well-known/security.txt");
    expect(await ask({ [wellKnown]: http, [old]: http })).toMatchObject(none("http"));
  });

  test("a redirect into a private network is not followed", async () => {
    const inside = answerRedirect("https://inside.voorbeeld.example/security.txt");
    const house = await serveStrangers({ [wellKnown]: inside, [old]: inside });
    expect(await house.lookups.askSite(name)).toMatchObject(none("private"));
    expect(house.questions()).toEqual([wellKnown, old]);
  });

  test("a certificate for another name, or no address, leaves open whether there is one", async () => {
    const house = await serveStrangers({});
    const failed = (why: string) => ({ kind: "failed", detail: expect.stringContaining(why) });
    const { askSite } = house.lookups;
    expect(await askSite("elders.example" as DomainName)).toMatchObject(failed("certificate"));
    const nowhere = "nowhere.voorbeeld.example" as DomainName;
    expect(await askSite(nowhere)).toMatchObject(failed("no address"));
    expect(house.questions()).toEqual([]);
  });

  test("on another host it counts only where Canonical says so", async () => {
    const elsewhere = "https://huis.voorbeeld.example/.well-known/security.txt";
    const redirected = (text: string) =>
      ask({
        [wellKnown]: answerRedirect(elsewhere),
        "huis/.well-known/security.txt": answerText(text),
      });
    expect(await redirected(good)).toMatchObject(none("no Canonical"));
    expect(await redirected(`${good}Canonical: ${elsewhere}\n`)).toMatchObject({
      ...found,
      url: elsewhere,
    });
    expect(
      await redirected(`${good}Canonical: https://${name}/.well-known/security.txt\n`),
    ).toMatchObject(found);
    expect(await redirected(`${good}Canonical: https://other.example/s\n`)).toMatchObject(
      none("Canonical"),
    );
  });
});

describe("servers that do not answer", () => {
  test.each([
    ["an error", answerStatus(500), null],
    ["a request to wait", answerStatus(429, { "Retry-After": "60" }), "2026-11-01T12:01:00Z"],
    [
      "a date to wait for",
      answerStatus(503, { "Retry-After": "Sun, 01 Nov 2026 13:00:00 GMT" }),
      "2026-11-01T13:00:00Z",
    ],
  ] as const)("%s leaves open whether there is one", async (_, stranger, until) => {
    expect(await ask({ [wellKnown]: stranger })).toMatchObject({
      kind: "failed",
      retryAt: until === null ? null : Date.parse(until),
    });
  });

  test("so does silence", async () => {
    expect(await ask({ [wellKnown]: answerNever })).toMatchObject({
      kind: "failed",
      detail: expect.stringContaining("too long"),
    });
  });

  test("more than a file of that sort has is not read", async () => {
    const huge = answerText(good + "# \n".repeat(100_000));
    expect(await ask({ [wellKnown]: huge })).toMatchObject(none("more than 32768 bytes"));
  });
});

describe("what the file says", () => {
  test.each([
    [
      "a mark of byte order",
      Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(good.slice(17))]),
    ],
    ["line ends of Windows", good.replaceAll("\n", "\r\n")],
    ["names in capitals", good.replace("Contact", "CONTACT").replace("Expires", "expires")],
    ["fields that nobody knows, and words", `Hiring: https://x.example\nwoorden\n${good}`],
    ["the time of another zone", good.replace("2027-01-01T00:00:00Z", "2026-11-01T14:30:00+02:00")],
    ["its own place", `${good}Canonical: https://${name}/.well-known/security.txt\n`],
  ])("%s does no harm", async (_, text) => {
    expect(await askText(text)).toMatchObject(found);
  });

  test.each([
    ["no end", good.replace(/Expires.*\n/, ""), "no Expires"],
    ["two ends", `${good}Expires: 2028-01-01T00:00:00Z\n`, "several Expires"],
    ["an end that is no time", good.replace("T00:00:00Z", ""), "no date and time"],
    ["an end in the past", good.replace("2027-01-01", "2026-11-01"), "expired"],
    ["no contact", good.replace(/Contact.*\n/, ""), "no Contact"],
    [
      "a page and a telephone only",
      good.replace(/mailto:\S+/, "tel:+31-20-0000000"),
      "mail address",
    ],
    ["an address without mailto", good.replace("mailto:", ""), "mail address"],
    ["an address that is none", good.replace("security@", "a%20b@"), "mail address"],
    ["a broken encoding", good.replace("security@", "a%zz@"), "mail address"],
    ["hidden headers", good.replace("security@", "a%0d%0aBcc:b@"), "mail address"],
    ["other places", `${good}Canonical: https://winkel.voorbeeld.example/elders\n`, "Canonical"],
    ["a place that is no address", `${good}Canonical: hier\n`, "Canonical"],
    [
      "two lists of languages",
      `${good}Preferred-Languages: nl\nPreferred-Languages: en\n`,
      "several",
    ],
    ["nothing", "", "no Expires"],
    [
      "a page that says it is text",
      "<html><title>Contact: mailto:a@x.example</title>",
      "no Expires",
    ],
    ["Latin-1", Buffer.from(`# caf\xe9\n${good}`, "latin1"), "UTF-8"],
  ])("%s, and it does not count", async (_, text, why) => {
    expect(await askText(text)).toMatchObject(none(why));
  });

  test("contacts are taken in its order, decoded, each once, without what they would have us write", async () => {
    const contacts = `Contact: https://winkel.example/meld
Contact: MAILTO:security%2Btips@Winkel.example?subject=Hallo
Contact: mailto:second@winkel.example,third@winkel.example
Contact: mailto:second@winkel.example
Preferred-Languages: nl, EN-gb, <script>
Encryption: dns:5d2d37ab.example?type=OPENPGPKEY
`;
    expect(await askText(good.replace(/Contact.*\n/, contacts))).toMatchObject({
      kind: "found",
      emails: ["security+tips@winkel.example", "second@winkel.example", "third@winkel.example"],
      languages: ["nl", "en-gb"],
      encryption: "dns:5d2d37ab.example?type=OPENPGPKEY",
    });
  });
});

describe("its signature", () => {
  const text = `${good}Encryption: ${keyUrl}\n`;
  const at = new Date("2026-10-01T00:00:00Z");
  let signed = "";
  let publicKey = "";
  let otherKey = "";

  async function makeKey() {
    return generateKey({
      type: "ecc",
      curve: "ed25519Legacy",
      userIDs: [{ email: "security@winkel.example" }],
      date: new Date("2026-01-01T00:00:00Z"),
      format: "armored",
    });
  }

  beforeAll(async () => {
    const pair = await makeKey();
    publicKey = pair.publicKey;
    otherKey = (await makeKey()).publicKey;
    signed = await sign({
      message: await createCleartextMessage({ text }),
      signingKeys: await readPrivateKey({ armoredKey: pair.privateKey }),
      date: at,
    });
  });

  const askSigned = (file: string, key: Stranger) =>
    ask({ [wellKnown]: answerText(file), "winkel/key.asc": key });

  test("is checked with the key that the file names", async () => {
    expect(await askSigned(signed, answerText(publicKey))).toMatchObject({
      ...found,
      note: expect.stringMatching(/^signed by [0-9A-F]{40}$/),
      encryption: keyUrl,
    });
  });

  test("counts against the file where it does not fit", async () => {
    const changed = signed.replace("security@winkel", "thief@winkel");
    expect(changed).not.toBe(signed);
    expect(await askSigned(changed, answerText(publicKey))).toMatchObject(none("does not fit"));
  });

  test("what stands around the signed text is not read", async () => {
    const around = `Contact: mailto:thief@x.example\n${signed}`;
    expect(await askSigned(around, answerText(publicKey))).toMatchObject(none("outside"));
    expect(
      await askSigned(`${signed}\nContact: mailto:thief@x.example\n`, answerText(publicKey)),
    ).toMatchObject(none("outside"));
    expect(await askSigned(signed + signed, answerText(publicKey))).toMatchObject(none("outside"));
  });

  test("that cannot be read is a bad one", async () => {
    const broken = signed.replace(/\n\n[A-Za-z0-9+/=]{8}/, "\n\n!!!!!!!!");
    expect(await askSigned(broken, answerText(publicKey))).toMatchObject(none("signature"));
  });

  test.each([
    ["another key", () => answerText(otherKey)],
    ["no key", () => answerStatus(404)],
    ["no key at all", () => answerText("hello")],
  ])("with %s to be had is not checked, and that is said", async (_, key) => {
    expect(await askSigned(signed, key())).toMatchObject({
      ...found,
      note: "not checked: signed with a key that it does not name",
    });
  });
});
