import { expect, test } from "vitest";
import { readPrefixList } from "./prefix-list.ts";

test("a prefix or an address a line, with remarks and empty lines", () => {
  const list = readPrefixList(["# ours", "192.0.2.0/24", "", " 2001:db8::1  # one", "192.0.2.7"]);
  expect("prefixes" in list && list.prefixes.map(({ text }) => text)).toEqual([
    "192.0.2.0/24",
    "2001:db8::1/128",
    "192.0.2.7/32",
  ]);
});

test("one mistake and there is no list: every mistake with its line", () => {
  expect(readPrefixList(["192.0.2.0/24", "192.0.2.1/24", "", "nonsense"])).toEqual({
    faults: [
      { line: 2, text: "192.0.2.1/24", fault: "host bits are set" },
      { line: 4, text: "nonsense", fault: "not a prefix" },
    ],
  });
});
