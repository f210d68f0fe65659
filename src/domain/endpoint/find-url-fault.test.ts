import { expect, it } from "vitest";
import { findUrlFault } from "./find-url-fault.ts";

it.each([
  "https://hooks.surfcert.example/meldpunt",
  "https://hooks.surfcert.example",
  "https://hooks.surfcert.example:8443/a?b=c",
  "HTTPS://Hooks.Surfcert.Example/",
])("%s can be a webhook's", (url) => {
  expect(findUrlFault(url)).toBeNull();
});

it.each([
  "http://hooks.surfcert.example/",
  "ftp://hooks.surfcert.example/",
  "hooks.surfcert.example",
  "https://",
  "https://127.0.0.1/",
  "https://[::1]/",
  "https://2130706433/",
  "https://0x7f.1/",
  "https://localhost/",
  "https://user:word@hooks.surfcert.example/",
  "https://hooks.surfcert.example@inside.example/",
  "https://hooks.surfcert.example:22/",
  "https://hooks.surfcert.example:99999/",
  "https://hooks.surfcert.example/#part",
  "https://hooks.surfcert.example\\@inside.example/",
  "https://hooks.surfcert.example/a b",
  "https://hooks.surfcert.example/\r\nHost: inside.example",
  `https://hooks.surfcert.example/${"a".repeat(2000)}`,
])("%s cannot", (url) => {
  expect(findUrlFault(url)).toEqual(expect.any(String));
});
