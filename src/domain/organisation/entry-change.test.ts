import { describe, expect, it } from "vitest";
import type { OrganisationId } from "../ids.ts";
import type { EmailAddress } from "../network/email-address.ts";
import { emptyRecord, type OrganisationRecord } from "../world/plain-entry.ts";
import { plainContact } from "../world/world.ts";
import { applyFields, differEntries, listNewAddresses, needOf } from "./entry-change.ts";

const before: OrganisationRecord = {
  ...emptyRecord("uni-x" as OrganisationId),
  name: "Universiteit X",
  roles: ["owner"],
  contacts: [
    { role: "findings", email: "a@uni-x.example" as EmailAddress, ...plainContact, language: "nl" },
  ],
};
const moved: OrganisationRecord = {
  ...before,
  contacts: [{ role: "findings", email: "b@uni-x.example" as EmailAddress, ...plainContact }],
  path: "direct",
};

describe("a change of an entry", () => {
  it("names the fields that differ, with both values", () => {
    expect(Object.keys(differEntries(before, moved)).sort()).toEqual(["contacts", "path"]);
    expect(differEntries(before, moved).path).toEqual({ before: null, after: "direct" });
    expect(differEntries(before, before)).toEqual({});
  });

  it("can be applied to what the entry has become since, and taken back", () => {
    const since = { ...before, name: "Universiteit X en Y" };
    expect(applyFields(since, differEntries(before, moved))).toEqual({
      ...moved,
      name: since.name,
    });
    expect(applyFields(moved, differEntries(moved, before))).toEqual(before);
  });

  it("waits for codes where addresses are new, for an operator where it says more than its own", () => {
    const fields = differEntries(before, moved);
    const fresh = listNewAddresses(before, moved);
    expect(fresh).toEqual(["b@uni-x.example"]);
    expect(needOf(fields, fresh)).toBe("codes");
    expect(needOf(fields, [])).toBeNull();
    for (const wider of [
      { roles: ["owner", "intermediary"] },
      { constituency: [{ kind: "country", country: "NL" }] },
      { maxTier: 3 },
      { tlp: "RED" },
      { government: true },
      { sector: "energy" },
      { name: "Bank" },
    ] as Partial<OrganisationRecord>[]) {
      expect(needOf(differEntries(before, { ...moved, ...wider }), [])).toBe("operator");
    }
  });
});
