import { expect, test } from "vitest";
import { findDomainName } from "../../src/domain/network/domain-name.ts";
import { must } from "../properties/arbitrary-objects.ts";
import { makeWorld } from "../properties/make-world.ts";
import { catalogue, useClearingHouse } from "./clearing-house.ts";

const house = useClearingHouse();
const scope = { prefixes: ["192.0.2.0/24"], names: [must(findDomainName("uni.example"))] };

/** What a scan for one weakness saw on a day in July; a scan for another has another name for its column. */
function list(scan: string, day: number, addresses: readonly string[]): string {
  const rows = addresses.map((address) => `${address},443,2026-07-0${day}T06:00:00Z,yes`);
  return [`ip,port,timestamp,${scan}`, ...rows].join("\n");
}

async function stateOf(address: string): Promise<Record<string, string>> {
  const found = (await house.findings()).filter((finding) => finding.address === address);
  return Object.fromEntries(found.map(({ type, state }) => [type, state]));
}

test("golden scenario 18: of two vulnerabilities in one class the fixed one does not hide the other", async () => {
  expect(catalogue.findType("ssl-freak")?.rsit).toEqual(catalogue.findType("ssl-poodle")?.rsit);
  await house.loadWorld(makeWorld({ organisations: { uni: { claims: ["192.0.2.0/24"] } } }));

  const scan = (type: string, day: number, ...addresses: readonly string[]) =>
    house.submit({ finder: "divd", type, complete: scope, csv: list(type, day, addresses) });
  expect(await scan("ssl-freak", 1, "192.0.2.7", "192.0.2.8")).toMatchObject({ new: 2 });
  expect(await scan("ssl-poodle", 1, "192.0.2.7", "192.0.2.8")).toMatchObject({ new: 2 });

  house.setTime("2026-07-02T09:00:00Z");
  await scan("ssl-freak", 2, "192.0.2.8");
  expect(await stateOf("192.0.2.7")).toEqual({
    "ssl-freak": "verified-fixed",
    "ssl-poodle": "open",
  });
  expect(await stateOf("192.0.2.8")).toEqual({ "ssl-freak": "open", "ssl-poodle": "open" });

  house.setTime("2026-07-03T09:00:00Z");
  expect(await scan("ssl-poodle", 3, "192.0.2.7", "192.0.2.8")).toMatchObject({ seenAgain: 2 });
  expect(await stateOf("192.0.2.7")).toEqual({
    "ssl-freak": "verified-fixed",
    "ssl-poodle": "open",
  });

  // And the fixed one, back again, is an episode of its own that touches the other no more than its end did.
  house.setTime("2026-07-04T09:00:00Z");
  expect(await scan("ssl-freak", 4, "192.0.2.7", "192.0.2.8")).toMatchObject({ reopened: 1 });
  const found = (await house.findings()).filter(({ address }) => address === "192.0.2.7");
  expect(Object.fromEntries(found.map(({ type, episode }) => [type, episode]))).toEqual({
    "ssl-freak": 2,
    "ssl-poodle": 1,
  });
});
