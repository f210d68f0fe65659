import { describe, expect, test } from "vitest";
import {
  answerNever,
  answerRdap,
  answerRedirect,
  answerStatus,
  answerText,
  type Stranger,
  serveStrangers,
} from "../../../test/makers/strangers.ts";
import type { RegisteredObject } from "../../domain/contacts/contact-lookup.ts";
import type { AsNumber } from "../../domain/network/as-number.ts";
import type { DomainName } from "../../domain/network/domain-name.ts";
import { findAddress, formatAddress } from "../../domain/network/ip-address.ts";
import { must } from "../../platform/errors.ts";

const address = (text: string): RegisteredObject => ({
  kind: "address",
  address: must(findAddress(text), "an address"),
});
const asked = address("192.0.2.7");

const desk = (...emails: string[]) => ({
  objectClassName: "entity",
  roles: ["abuse"],
  vcardArray: [
    "vcard",
    [
      ["version", {}, "text", "4.0"],
      ["fn", {}, "text", "Jan Voorbeeld"],
      ["tel", {}, "uri", "tel:+31-20-0000000"],
      ...emails.map((email) => ["email", {}, "text", email]),
    ],
  ],
});

const network = (entities: unknown[], more: object = {}) => ({
  objectClassName: "ip network",
  startAddress: "192.0.2.0",
  endAddress: "192.0.2.127",
  entities,
  ...more,
});

/** What comes of asking about 192.0.2.7 when its registry answers so. */
async function ask(stranger: Stranger, others: Record<string, Stranger> = {}, options = {}) {
  const house = await serveStrangers({ "rdap-a/ip/192.0.2.7": stranger, ...others }, options);
  return house.lookups.askRegistry(asked);
}

describe("who is asked", () => {
  test("the bootstrap files lead to the registry of address, AS and name", async () => {
    const house = await serveStrangers({
      "rdap-a/ip/2001:db8::7": answerRdap({
        objectClassName: "ip network",
        startAddress: "2001:db8::",
        endAddress: "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff",
        entities: [desk("abuse@v6.example")],
      }),
      "rdap-a/autnum/64500": answerRdap({
        objectClassName: "autnum",
        startAutnum: 64500,
        endAutnum: 64500,
        entities: [desk("abuse@as.example")],
      }),
      "rdap-b/domain/winkel.example": answerRdap({
        objectClassName: "domain",
        ldhName: "WINKEL.example",
        entities: [{ roles: ["registrar"], entities: [desk("abuse@registrar.example")] }],
      }),
    });
    const { askRegistry } = house.lookups;
    expect(await askRegistry(address("2001:db8::7"))).toMatchObject({
      kind: "found",
      emails: ["abuse@v6.example"],
    });
    expect(await askRegistry({ kind: "asn", asn: 64500 as AsNumber })).toMatchObject({
      emails: ["abuse@as.example"],
      range: null,
    });
    expect(await askRegistry({ kind: "name", name: "winkel.example" as DomainName })).toMatchObject(
      { emails: ["abuse@registrar.example"] },
    );
    expect(house.asked.filter((place) => place.startsWith("data/")).sort()).toEqual([
      "data/asn.json",
      "data/dns.json",
      "data/ipv6.json",
    ]);
  });

  test("a bootstrap file is fetched once, and for an object of nobody nobody is asked", async () => {
    const house = await serveStrangers({
      "rdap-b/ip/203.0.113.9": answerStatus(404),
    });
    expect(await house.lookups.askRegistry(address("8.8.8.8"))).toMatchObject({
      kind: "none",
      detail: expect.stringContaining("no registry"),
    });
    expect(await house.lookups.askRegistry(address("203.0.113.9"))).toMatchObject({ kind: "none" });
    expect(house.asked).toEqual(["data/ipv4.json", "rdap-b/ip/203.0.113.9"]);
  });

  test("without a bootstrap file nothing is known, and it is not asked for again at once", async () => {
    const house = await serveStrangers({ "data/ipv4.json": answerStatus(500) });
    expect(await house.lookups.askRegistry(asked)).toMatchObject({
      kind: "failed",
      detail: expect.stringContaining("ipv4.json"),
    });
    await house.lookups.askRegistry(address("192.0.2.8"));
    expect(house.asked).toEqual(["data/ipv4.json"]);
  });

  test("over https only, and the next server of the registry where one is away", async () => {
    const urls = ["http", "https"].flatMap((scheme) =>
      ["rdap-a", "rdap-b"].map((host) => `${scheme}://${host}.voorbeeld.example/`),
    );
    const house = await serveStrangers({
      "data/ipv4.json": answerRdap({ version: "1.0", services: [[["192.0.2.0/24"], urls]] }),
      "rdap-a/ip/192.0.2.7": answerStatus(502),
      "rdap-b/ip/192.0.2.7": answerRdap(network([desk("a@x.example")])),
    });
    expect(await house.lookups.askRegistry(asked)).toMatchObject({ kind: "found" });
    expect(house.questions()).toEqual(["rdap-a/ip/192.0.2.7", "rdap-b/ip/192.0.2.7"]);
  });

  test.each([
    ["of another version", { version: "2.0", services: [] }],
    ["without services", { version: "1.0" }],
    ["of another shape", { version: "1.0", services: [["192.0.2.0/24", "https://x.example/"]] }],
  ])("a bootstrap file %s is refused", async (_, file) => {
    const house = await serveStrangers({ "data/ipv4.json": answerRdap(file) });
    expect(await house.lookups.askRegistry(asked)).toMatchObject({
      kind: "failed",
      detail: expect.stringContaining("RFC 9224"),
    });
  });

  test("an old bootstrap file holds while a new one cannot be had", async () => {
    let now = new Date("2026-11-01T12:00:00Z");
    let isThere = true;
    const file: Stranger = (request, response) =>
      isThere
        ? answerRdap({
            version: "1.0",
            services: [[["192.0.2.0/24"], ["https://rdap-a.voorbeeld.example"]]],
          })(request, response)
        : answerStatus(503)(request, response);
    const house = await serveStrangers(
      { "data/ipv4.json": file, "rdap-a/ip/192.0.2.7": answerRdap(network([desk("a@x.example")])) },
      { now: () => now },
    );
    expect(await house.lookups.askRegistry(asked)).toMatchObject({ kind: "found" });
    isThere = false;
    now = new Date("2026-11-04T12:00:00Z");
    expect(await house.lookups.askRegistry(asked)).toMatchObject({ kind: "found" });
    expect(house.asked.filter((place) => place === "data/ipv4.json")).toHaveLength(2);
  });
});

describe("whose address is taken", () => {
  test("the desk's, in order of preference, without name and telephone", async () => {
    const card = desk().vcardArray[1] as unknown[];
    const answer = await ask(
      answerRdap(
        network([
          { roles: ["technical"], vcardArray: ["vcard", [["email", {}, "text", "noc@x.example"]]] },
          {
            roles: ["Abuse", "noc"],
            vcardArray: [
              "vcard",
              [
                ...card,
                ["email", { pref: "2" }, "text", "second@x.example"],
                ["email", {}, "text", "last@x.example"],
                ["EMAIL", { pref: 1 }, "uri", "mailto:Abuse@x.example"],
              ],
            ],
          },
        ]),
      ),
    );
    expect(answer).toMatchObject({
      kind: "found",
      emails: ["abuse@x.example", "second@x.example", "last@x.example"],
      url: "https://rdap-a.voorbeeld.example/ip/192.0.2.7",
    });
    expect(JSON.stringify(answer)).not.toMatch(/Jan|tel:/);
  });

  test("and never that of another object, whoever was asked about before", async () => {
    const house = await serveStrangers({
      "rdap-a/ip/192.0.2.7": answerRdap(network([desk("abuse@one.example")])),
      "rdap-a/ip/192.0.2.8": answerRdap(network([])),
      "rdap-a/ip/192.0.2.9": answerRdap(network([desk("abuse@two.example")])),
    });
    const answers = await Promise.all(
      ["192.0.2.7", "192.0.2.8", "192.0.2.9"].map((text) =>
        house.lookups.askRegistry(address(text)),
      ),
    );
    expect(
      answers.map((answer) => (answer.kind === "found" ? answer.emails : answer.kind)),
    ).toEqual([["abuse@one.example"], "none", ["abuse@two.example"]]);
  });

  test("of nested entities those nearest to the network", async () => {
    const registrant = { roles: ["registrant"], entities: [desk("abuse@holder.example")] };
    expect(await ask(answerRdap(network([registrant])))).toMatchObject({
      emails: ["abuse@holder.example"],
    });
    expect(await ask(answerRdap(network([registrant, desk("abuse@net.example")])))).toMatchObject({
      emails: ["abuse@net.example"],
    });
  });

  test.each([
    ["no address", desk("not an address")],
    ["a route", desk("a%b@x.example")],
    ["a command", desk("a@x.example\r\nBcc: b@y.example")],
    ["two in one", desk("a@x.example,b@y.example")],
    ["a placeholder", desk("REDACTED FOR PRIVACY")],
    ["no jCard", { roles: ["abuse"], vcardArray: "a@x.example" }],
    [
      "a broken jCard",
      { roles: ["abuse"], vcardArray: ["vcard", [null, 3, ["email"], ["email", 1]]] },
    ],
    ["no list of entities", null],
    ["nobody for abuse", { ...desk("a@x.example"), roles: ["technical", 7] }],
  ])("%s is no contact", async (_, entity) => {
    expect(await ask(answerRdap(network([entity])))).toMatchObject({
      kind: "none",
      detail: "registered without an abuse contact",
    });
  });

  test.each([
    [{ name: { type: "Abuse Email" }, method: "replacementValue" }, "none"],
    [{ prePath: "$.entities[?(@.roles[0]=='abuse')].vcardArray[1][?(@[0]=='email')]" }, "none"],
    [{ postPath: "$.entities[0].vcardArray[1][4][3]", method: "partialValue" }, "none"],
    [{ name: { description: "E-mail" }, method: "emptyValue" }, "none"],
    [{ name: { type: "Registrant Email" }, method: "removal" }, "found"],
    [{ name: { type: "Registrant Name" }, method: "removal" }, "found"],
    ["nonsense", "found"],
  ])("what is marked as redacted (RFC 9537) does not count: %j", async (mark, kind) => {
    const answer = network([desk("a@x.example")], { redacted: [mark] });
    expect(await ask(answerRdap(answer))).toMatchObject({ kind });
  });

  test("thousands of entities and properties end in a few addresses", async () => {
    const many = Array.from({ length: 3000 }, (_, i) => desk(`a${i}@x.example`, "b@x.example"));
    const answer = await ask(answerRdap(network([{ roles: [], entities: many }])));
    expect(answer.kind === "found" && answer.emails.length).toBe(5);
  });
});

describe("what of the network it speaks for", () => {
  const rangeOf = async (startAddress: string, endAddress: string) => {
    const answer = await ask(
      answerRdap(network([desk("a@x.example")], { startAddress, endAddress })),
    );
    if (answer.kind !== "found" || answer.range === null) return answer.kind;
    const { family, first, last } = answer.range;
    return [first, last].map((words) => formatAddress({ family, words })).join(" ");
  };

  test("all of a small one, of a large one the /24 around the address", async () => {
    expect(await rangeOf("192.0.2.0", "192.0.2.15")).toBe("192.0.2.0 192.0.2.15");
    expect(await rangeOf("0.0.0.0", "255.255.255.255")).toBe("192.0.2.0 192.0.2.255");
    expect(await rangeOf("192.0.2.4", "192.0.3.255")).toBe("192.0.2.4 192.0.2.255");
  });

  test("an answer about another network is refused", async () => {
    expect(await rangeOf("198.51.100.0", "198.51.100.255")).toBe("failed");
    expect(await rangeOf("2001:db8::", "2001:db8::ff")).toBe("failed");
    expect(await rangeOf("nonsense", "192.0.2.255")).toBe("failed");
    expect(
      await ask(answerRdap({ objectClassName: "entity", entities: [desk("a@x.example")] })),
    ).toMatchObject({
      kind: "failed",
      detail: expect.stringContaining("not about what was asked"),
    });
  });

  test("an answer about another AS or name is refused", async () => {
    const house = await serveStrangers({
      "rdap-a/autnum/64500": answerRdap({
        objectClassName: "autnum",
        startAutnum: 64501,
        endAutnum: 64502,
        entities: [desk("a@x.example")],
      }),
      "rdap-b/domain/winkel.example": answerRdap({
        objectClassName: "domain",
        ldhName: "other.example",
        entities: [desk("a@x.example")],
      }),
    });
    const { askRegistry } = house.lookups;
    const name = "winkel.example" as DomainName;
    expect(await askRegistry({ kind: "asn", asn: 64500 as AsNumber })).toMatchObject({
      kind: "failed",
    });
    expect(await askRegistry({ kind: "name", name })).toMatchObject({ kind: "failed" });
  });
});

describe("servers that do not do what they should", () => {
  test("another registry is followed to", async () => {
    const answer = await ask(answerRedirect("https://rdap-b.voorbeeld.example/v1/ip/192.0.2.7"), {
      "rdap-b/v1/ip/192.0.2.7": answerRdap(network([desk("a@x.example")])),
    });
    expect(answer).toMatchObject({
      kind: "found",
      url: "https://rdap-b.voorbeeld.example/v1/ip/192.0.2.7",
    });
  });

  test.each([
    ["https://inside.voorbeeld.example/ip/192.0.2.7", "private"],
    ["https://169.254.169.254/ip/192.0.2.7", "link-local"],
    ["http://rdap-b.voorbeeld.example/ip/192.0.2.7", "http"],
    ["https://rdap-a.voorbeeld.example/ip/192.0.2.7", "redirects"],
  ])("a redirect to %s is refused", async (location, why) => {
    expect(await ask(answerRedirect(location))).toMatchObject({
      kind: "failed",
      detail: expect.stringContaining(why),
    });
  });

  const whole = JSON.stringify(network([desk("a@x.example")]));
  const deep = `${'{"a":['.repeat(30_000)}${"]}".repeat(30_000)}`;
  test.each([
    ["a page", answerText("<html>"), "text/html"],
    ["no type", answerText(whole, ""), "no RDAP"],
    ["half an answer", answerText(whole.slice(0, -9), "application/rdap+json"), "no JSON"],
    ["a deep answer", answerText(deep, "application/rdap+json"), "nests deeper"],
    ["Latin-1", answerText(Buffer.from('"\xe9"', "latin1"), "application/rdap+json"), "UTF-8"],
    ["a list", answerText("[]", "application/rdap+json"), "no object"],
    ["too much", answerText(" ".repeat(2 << 20), "application/rdap+json"), "bytes"],
    ["an error", answerStatus(500), "500"],
    ["a refusal", answerStatus(403), "403"],
  ] as const)("%s is a failure, and says why", async (what, stranger, why) => {
    const shown = what === "a page" ? answerText("<html>", "text/html") : stranger;
    expect(await ask(shown)).toMatchObject({
      kind: "failed",
      retryAt: null,
      detail: expect.stringContaining(why),
    });
  });

  test("one that says nothing is given up, and left alone for some minutes", async () => {
    const house = await serveStrangers({ "rdap-a/ip/192.0.2.7": answerNever });
    const first = await house.lookups.askRegistry(asked);
    expect(first).toMatchObject({ kind: "failed", detail: expect.stringContaining("too long") });
    expect(await house.lookups.askRegistry(address("192.0.2.8"))).toEqual(first);
    expect(house.questions()).toEqual(["rdap-a/ip/192.0.2.7"]);
  });

  test("429 is heeded: nobody asks that server before the time it names", async () => {
    let now = new Date("2026-11-01T12:00:00Z");
    const house = await serveStrangers(
      {
        "rdap-a/ip/192.0.2.7": answerStatus(429, { "Retry-After": "120" }),
        "rdap-a/ip/192.0.2.8": answerRdap(network([desk("a@x.example")])),
      },
      { now: () => now },
    );
    const busy = { kind: "failed", retryAt: now.getTime() + 120_000 };
    expect(await house.lookups.askRegistry(asked)).toMatchObject(busy);
    expect(await house.lookups.askRegistry(address("192.0.2.8"))).toMatchObject(busy);
    expect(house.questions()).toHaveLength(1);
    now = new Date("2026-11-01T12:02:00Z");
    expect(await house.lookups.askRegistry(address("192.0.2.8"))).toMatchObject({ kind: "found" });
  });

  test("a server is asked one thing at a time, with a pause between", async () => {
    let under = 0;
    let most = 0;
    const slow: Stranger = (request, response) => {
      most = Math.max(most, ++under);
      setImmediate(() => {
        under -= 1;
        answerRdap(network([desk("a@x.example")]))(request, response);
      });
    };
    const places = ["192.0.2.1", "192.0.2.2", "192.0.2.3"];
    const house = await serveStrangers(
      Object.fromEntries(places.map((place) => [`rdap-a/ip/${place}`, slow])),
    );
    await Promise.all(places.map((place) => house.lookups.askRegistry(address(place))));
    expect(most).toBe(1);
    expect(house.waits).toEqual([1000, 1000]);
  });
});
