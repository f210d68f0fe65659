import { findAsset } from "../claim/claim-record.ts";
import type { Language } from "../finding/finding-type.ts";
import { isSlug } from "../ids.ts";
import { findEmailAddress } from "../network/email-address.ts";
import { formatAsset } from "../world/claim-id.ts";
import type { ContactRole } from "../world/world.ts";
import { findRegisterNumber, type Register } from "./register-number.ts";
import type { AskedContact, AskedRegistration } from "./registration.ts";

/** A registration as it was typed. */
export type TypedRegistration = {
  readonly name: string;
  readonly register: Register | null;
  readonly number: string;
  readonly sector: string;
  readonly contacts: readonly {
    readonly role: ContactRole;
    readonly name: string;
    readonly email: string;
    readonly language: Language;
  }[];
  readonly assets: readonly string[];
  readonly remarks: string;
};

/** What is wrong, and where: the name of a field, with the position of a contact or an asset. */
export type RegistrationFault = {
  readonly field: "name" | "number" | "sector" | "contacts" | "assets" | "remarks";
  readonly problem:
    | "missing"
    | "too-long"
    | "not-a-number"
    | "not-a-sector"
    | "not-an-address"
    | "not-an-asset"
    | "too-many"
    | "twice";
  /** The first that is wrong, as it was typed. */
  readonly value: string;
};

const longestName = 200;
const longestRemarks = 2000;
const mostContacts = 10;
const mostAssets = 50;

/** Reads what was typed into one registration, or answers everything that is wrong with it. */
export function readRegistration(
  typed: TypedRegistration,
): { readonly asked: AskedRegistration } | { readonly faults: readonly RegistrationFault[] } {
  const faults: RegistrationFault[] = [];
  const complain = (
    field: RegistrationFault["field"],
    problem: RegistrationFault["problem"],
    value = "",
  ): void => {
    faults.push({ field, problem, value: value.slice(0, 300) });
  };
  const name = typed.name.trim().replace(/\s+/g, " ");
  if (name === "") complain("name", "missing");
  if (name.length > longestName) complain("name", "too-long", name);
  const register =
    typed.register === null ? null : findRegisterNumber(typed.register, typed.number);
  if (typed.register !== null && register === null) {
    complain("number", "not-a-number", typed.number);
  }
  const sector = typed.sector.trim() === "" ? null : typed.sector.trim();
  if (sector !== null && !isSlug(sector)) complain("sector", "not-a-sector", sector);
  const remarks = typed.remarks.trim() === "" ? null : typed.remarks.trim();
  if (remarks !== null && remarks.length > longestRemarks) complain("remarks", "too-long");
  const contacts = readContacts(typed, complain);
  const assets = readAssets(typed.assets, complain);
  if (faults.length > 0) return { faults };
  return { asked: { name, register, sector, contacts, assets, remarks } };
}

type Complain = (
  field: RegistrationFault["field"],
  problem: RegistrationFault["problem"],
  value?: string,
) => void;

function readContacts({ contacts }: TypedRegistration, complain: Complain): AskedContact[] {
  if (contacts.length > mostContacts) complain("contacts", "too-many");
  const read: AskedContact[] = [];
  for (const { role, name, email, language } of contacts.slice(0, mostContacts)) {
    const address = findEmailAddress(email.trim());
    if (address === null) complain("contacts", "not-an-address", email);
    else if (name.trim().length > longestName) complain("contacts", "too-long", name);
    else if (read.some((other) => other.role === role && other.email === address)) {
      complain("contacts", "twice", email);
    } else {
      read.push({ role, name: name.trim() || null, email: address, language });
    }
  }
  // Somebody has to hear of findings: that is what joining is for.
  if (!contacts.some(({ role }) => role === "findings")) complain("contacts", "missing");
  return read;
}

function readAssets(texts: readonly string[], complain: Complain): string[] {
  const typed = texts.map((text) => text.trim()).filter((text) => text !== "");
  if (typed.length > mostAssets) complain("assets", "too-many");
  const read = new Set<string>();
  for (const text of typed.slice(0, mostAssets)) {
    const asset = findAsset(text);
    if (asset === null) complain("assets", "not-an-asset", text);
    else read.add(formatAsset(asset));
  }
  return [...read];
}
