import { IntlMessageFormat } from "intl-messageformat";
import { expect, test } from "vitest";
import { en } from "./en.ts";
import { nl } from "./nl.ts";

const languages = { nl, en };

/** Names of what is put into a message, at any depth. */
function listArguments(text: string): string[] {
  const names = new Set<string>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (typeof value === "object" && value !== null) {
      if ("type" in value && "value" in value && Number(value.type) > 0)
        names.add(String(value.value));
      Object.values(value).forEach(visit);
    }
  };
  if (text.includes("{")) visit(new IntlMessageFormat(text, "nl").getAst());
  return [...names].sort();
}

test("both languages say the same things", () => {
  expect(Object.keys(en)).toEqual(Object.keys(nl));
});

test("both languages put the same values in", () => {
  for (const key of Object.keys(nl) as (keyof typeof nl)[]) {
    expect([key, listArguments(en[key])]).toEqual([key, listArguments(nl[key])]);
  }
  expect(listArguments(nl["sign-in.wait"])).toEqual(["minutes"]);
});

test("no text holds markup or is empty", () => {
  for (const texts of Object.values(languages)) {
    for (const text of Object.values(texts)) expect(text).toMatch(/^[^<>&]+$/);
  }
});
