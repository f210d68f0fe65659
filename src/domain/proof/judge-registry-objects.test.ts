import { expect, test } from "vitest";
import { makeJudge, otherRecord, rightRecord } from "../../../test/makers/proof-token.ts";
import { readRdapObject } from "../../lookups/registry-object/read-rdap-object.ts";
import { readRpslObjects } from "../../lookups/registry-object/read-rpsl-objects.ts";
import { must } from "../../platform/errors.ts";
import { findNetworkObject, formatNetworkObject } from "../network/network-object.ts";
import {
  judgeRegistryObjects,
  type RegisteredSubject,
  type RegistryObject,
} from "./judge-registry-objects.ts";

function judge(text: string, objects: readonly RegistryObject[]) {
  const subject = must(findNetworkObject(text), "an object") as RegisteredSubject;
  return judgeRegistryObjects(subject, objects, makeJudge(formatNetworkObject(subject)));
}

const rpsl = (name: string, value: string, remark: string | null, source = "RIPE") =>
  `${name}: ${value}\nremarks: telefoon tijdens kantooruren\n${remark === null ? "" : `remarks: ${remark}\n`}source: ${source}\n\n`;

const whois = (...objects: string[]) => readRpslObjects(`% antwoord\n\n${objects.join("")}`);

test("the token in a remark of the object that holds exactly the prefix", () => {
  const objects = whois(
    rpsl("inetnum", "192.0.0.0 - 192.0.3.255", null),
    rpsl("inetnum", "192.0.2.0 - 192.0.2.255", `bewijs ${rightRecord}`),
  );
  expect(judge("192.0.2.0/24", objects)).toEqual({
    kind: "proved",
    method: "registry-object",
    reach: "registered-object",
    use: "own",
    dnssec: null,
    seen: [{ server: "RIPE", role: "registry", says: "inetnum 192.0.2.0 - 192.0.2.255" }],
  });
});

test.each([
  ["192.0.2.64/26", rpsl("inetnum", "192.0.2.0 - 192.0.2.255", rightRecord)],
  ["2001:db8::/48", rpsl("inet6num", "2001:db8::/32", rightRecord)],
  ["AS64500", rpsl("aut-num", "AS64500", rightRecord)],
])("proves %s", (subject, object) => {
  expect(judge(subject, whois(object))).toMatchObject({ kind: "proved", use: "own" });
});

test("a route of exactly the prefix shows who runs the network", () => {
  const route = whois(
    rpsl("inetnum", "192.0.2.0 - 192.0.2.255", null),
    rpsl("route", "192.0.2.0/24", rightRecord),
  );
  expect(judge("192.0.2.0/24", route)).toMatchObject({ kind: "proved", use: "operate" });
  expect(judge("192.0.2.0/25", route)).toMatchObject({ reason: "not-covering" });
});

test.each([
  ["nothing was found", "192.0.2.0/24", "", "not-found"],
  ["no remark with a token", "192.0.2.0/24", rpsl("inetnum", "192.0.2.0/24", null), "no-record"],
  [
    "the wrong token",
    "192.0.2.0/24",
    rpsl("inetnum", "192.0.2.0/24", "meldpunt-proof=abc"),
    "wrong-token",
  ],
  [
    "the token of another object",
    "192.0.2.0/24",
    rpsl("inetnum", "192.0.2.0/24", otherRecord),
    "token-of-another-name",
  ],
  [
    "the token in a part of what is claimed",
    "192.0.2.0/23",
    rpsl("inetnum", "192.0.2.0/24", rightRecord),
    "not-covering",
  ],
  [
    "T3: the token in the block around somebody else's",
    "192.0.2.0/26",
    rpsl("inetnum", "192.0.2.0/24", rightRecord) + rpsl("inetnum", "192.0.2.0/26", null),
    "not-most-specific",
  ],
  [
    "a database in which anybody writes",
    "192.0.2.0/24",
    rpsl("inetnum", "192.0.2.0/24", rightRecord, "RIPE-NONAUTH"),
    "wrong-registry",
  ],
  ["another AS", "AS64500", rpsl("aut-num", "AS64501", rightRecord), "not-covering"],
  ["an AS for a prefix", "192.0.2.0/24", rpsl("aut-num", "AS64500", rightRecord), "not-covering"],
])("refuses: %s", (_what, subject, text, reason) => {
  expect(judge(subject, readRpslObjects(text))).toMatchObject({ kind: "refused", reason });
});

test("the token counts in remarks alone, continued lines included", () => {
  const described = `inetnum: 192.0.2.0/24\ndescr: ${rightRecord}\nsource: RIPE\n`;
  expect(judge("192.0.2.0/24", readRpslObjects(described))).toMatchObject({ reason: "no-record" });
  const comment = `inetnum: 192.0.2.0/24\nremarks: x # ${rightRecord}\nsource: RIPE\n`;
  expect(judge("192.0.2.0/24", readRpslObjects(comment))).toMatchObject({ reason: "no-record" });
  const continued = `inetnum: 192.0.2.0/24\nremarks: zie\n  ${rightRecord}\nsource: RIPE\n`;
  expect(judge("192.0.2.0/24", readRpslObjects(continued))).toMatchObject({ kind: "proved" });
});

test("an object without a source proves nothing", () => {
  const text = `inetnum: 192.0.2.0/24\nremarks: ${rightRecord}\n`;
  expect(judge("192.0.2.0/24", readRpslObjects(text))).toMatchObject({ reason: "wrong-registry" });
});

const network = (description: unknown) => ({
  objectClassName: "ip network",
  startAddress: "192.0.2.0",
  endAddress: "192.0.2.255",
  remarks: [{ title: "x", description: ["anders"] }, { description }],
});

test("the token in a remark of RDAP", () => {
  const objects = [must(readRdapObject(network(["bewijs", rightRecord])), "a network")];
  expect(judge("192.0.2.0/24", objects)).toMatchObject({ kind: "proved", use: "own" });
  expect(judge("192.0.2.0/23", objects)).toMatchObject({ reason: "not-covering" });
  const autnum = {
    objectClassName: "autnum",
    startAutnum: 64500,
    endAutnum: 64500,
    remarks: [{ description: [rightRecord] }],
  };
  expect(judge("AS64500", [must(readRdapObject(autnum), "an AS")])).toMatchObject({
    kind: "proved",
  });
});

test.each([
  null,
  [],
  {},
  { objectClassName: "domain", ldhName: "voorbeeld.example" },
  { objectClassName: "ip network", startAddress: "192.0.2.0" },
  { objectClassName: "ip network", startAddress: "192.0.2.9", endAddress: "192.0.2.1" },
  { objectClassName: "autnum", startAutnum: 64500, endAutnum: 64510 },
  { objectClassName: "autnum", startAutnum: "64500", endAutnum: "64500" },
])("is no object of RDAP that holds something: %j", (json) => {
  expect(readRdapObject(json)).toBeNull();
});

test.each([undefined, "tekst", [1, 2], { a: 1 }, [{ description: 3 }], [null]])(
  "remarks of another shape are none: %j",
  (remarks) => {
    const object = must(readRdapObject({ ...network([]), remarks }), "a network");
    expect(judge("192.0.2.0/24", [object])).toMatchObject({ reason: "no-record" });
  },
);
