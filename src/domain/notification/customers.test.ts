import { describe, expect, it } from "vitest";
import { makeNotification, makeRow } from "../../../test/makers/notification.ts";
import { isForDesk, listCustomers } from "./customers.ts";

describe("listCustomers", () => {
  it("takes the same address for one customer, in the order of first rows", () => {
    const rows = [
      makeRow({ address: "192.0.2.9" }),
      makeRow({ address: "192.0.2.7", name: "a.example" }),
      makeRow({ address: "192.0.2.9", port: 22 }),
      makeRow({ address: null, name: "a.example" }),
    ];
    expect(listCustomers(rows)).toEqual([
      { object: "192.0.2.9", positions: [0, 2] },
      { object: "192.0.2.7", positions: [1] },
      { object: "a.example", positions: [3] },
    ]);
  });

  it("leaves out what may not be passed on", () => {
    const rows = (["CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"] as const).map((tlp) =>
      makeRow({ tlp }),
    );
    expect(listCustomers(rows)).toEqual([{ object: "192.0.2.7", positions: [0, 1, 2] }]);
  });
});

describe("isForDesk", () => {
  const { recipient } = makeNotification();
  it.each([
    ["network-operator", "primary", true],
    ["abuse-contact", "digest", true],
    ["network-constituency", "primary", true],
    ["owner", "primary", false],
    ["security-txt", "primary", false],
  ] as const)("%s, %s: %s", (rung, role, expected) => {
    expect(isForDesk({ recipient: { ...recipient, rung }, role })).toBe(expected);
  });

  it("is no informed party, which need not act", () => {
    expect(isForDesk({ recipient: { ...recipient, rung: null }, role: "informed" })).toBe(false);
  });
});
