import { expect, test } from "vitest";
import { makeWorld } from "../properties/make-world.ts";
import { useClearingHouse } from "./clearing-house.ts";

const house = useClearingHouse();

test("golden scenario 4: the asset is a name in a wildcard certificate, not an address", async () => {
  await house.loadWorld(
    makeWorld({
      organisations: {
        shop: { claims: ["shop.example"] },
        hoster: { claims: ["192.0.2.0/24", { of: "192.0.2.0/24", use: "operate" }] },
      },
    }),
  );
  const summary = await house.submit({
    finder: "divd",
    type: "divd-2020-00002",
    csv: [
      "ip,host,port,timestamp",
      "192.0.2.7,shop.example,443,2026-06-30T10:00:00Z",
      "192.0.2.8,SHOP.example.,8443,2026-06-30T10:00:01Z",
      ",shop.example,,2026-06-30T10:00:02Z",
      "192.0.2.7,mail.shop.example,443,2026-06-30T10:00:03Z",
      "192.0.2.7,other.example,443,2026-06-30T10:00:04Z",
    ].join("\n"),
  });

  // One certificate at three addresses is one finding, whatever the address, and its owner is the name's.
  expect(summary).toMatchObject({ accepted: 5, quarantined: 0, new: 3, seenAgain: 2 });
  expect(
    (await house.findings()).map(({ name, owner, rung, organisation }) => {
      return { name, owner, rung, organisation };
    }),
  ).toEqual([
    { name: "shop.example", owner: "shop", rung: "owner", organisation: "shop" },
    { name: "mail.shop.example", owner: "shop", rung: "owner", organisation: "shop" },
    // Nobody claims this name: then the address says whom to ask.
    { name: "other.example", owner: "hoster", rung: "owner", organisation: "hoster" },
  ]);
});
