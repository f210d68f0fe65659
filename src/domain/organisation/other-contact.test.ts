import { describe, expect, it } from "vitest";
import type { OrganisationId } from "../ids.ts";
import type { EmailAddress } from "../network/email-address.ts";
import { emptyRecord } from "../world/plain-entry.ts";
import { type Contact, plainContact } from "../world/world.ts";
import { withOtherContact } from "./other-contact.ts";

const old = "old@uni.example" as EmailAddress;
const young = "young@uni.example" as EmailAddress;
const contact = (email: EmailAddress, more: Partial<Contact> = {}): Contact => {
  return { ...plainContact, role: "findings", email, ...more };
};
const record = (...contacts: Contact[]) => ({
  ...emptyRecord("uni" as OrganisationId),
  contacts,
});
const changed = (contacts: Contact[], address: EmailAddress | null, language: "nl" | "en" | null) =>
  withOtherContact(record(...contacts), [old], { address, language }).contacts;

describe("another contact", () => {
  it("takes the place of the one that was told in each of its roles, without its key", () => {
    const technical = { role: "technical" } as const;
    expect(
      changed([contact(old, { pgp: "old.asc" }), contact(old, technical)], young, null),
    ).toEqual([contact(young), contact(young, technical)]);
  });

  it("in another language only keeps its address and key", () => {
    expect(changed([contact(old, { pgp: "old.asc" })], null, "en")).toEqual([
      contact(old, { pgp: "old.asc", language: "en" }),
    ]);
  });

  it("that is one already stands there once", () => {
    expect(changed([contact(old), contact(young)], young, "en")).toHaveLength(1);
  });

  it("is one more where none of the contacts was told", () => {
    const other = contact("other@uni.example" as EmailAddress);
    expect(changed([other], young, "en")).toEqual([other, contact(young, { language: "en" })]);
  });
});
