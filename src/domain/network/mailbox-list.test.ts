import { expect, test } from "vitest";
import { splitMailboxes } from "./mailbox-list.ts";

test.each([
  ["a@a.example", ["a@a.example"]],
  [
    "a@a.example, b@b.example;c@c.example d@d.example",
    ["a@a.example", "b@b.example", "c@c.example", "d@d.example"],
  ],
  ["Jan <a@a.example>, b@b.example", ["a@a.example", "b@b.example"]],
  ['"Jansen, Jan" <a@a.example>', ["a@a.example"]],
  ["Jansen, Jan <a@a.example>", ["a@a.example"]],
  ["mailto:a@a.example", ["a@a.example"]],
  ['"a@a.example"', ["a@a.example"]],
  ["none", ["none"]],
  ["a b", ["a", "b"]],
  ["<a@a.example", ["a@a.example"]],
  [" ,; ", []],
])("%s holds these", (text, expected) => {
  expect(splitMailboxes(text)).toEqual(expected);
});
