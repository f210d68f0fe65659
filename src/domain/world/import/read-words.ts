import type { Language } from "../../finding/finding-type.ts";
import { isSlug } from "../../ids.ts";
import { type Criterion, type OrganisationRole, organisationRoles } from "../world.ts";
import { type Making, toLabel } from "./making.ts";
import { toSlug } from "./organisation-id.ts";
import type { ImportedText } from "./place.ts";
import { type Remark, toRemark } from "./remark.ts";

const longestName = 300;
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;

/** A name as people write it, on one line; null when nothing is left. */
export function readName(text: ImportedText | null, remarks: Remark[]): string | null {
  if (text === null) return null;
  const name = text.text.replace(invisible, " ").trim().slice(0, longestName);
  if (name !== text.text.trim()) {
    const problem = "invisible characters, or longer than a name";
    remarks.push(toRemark("changed", text, problem, "Correct the name."));
  }
  return name === "" ? null : name;
}

/** Eight digits of the Dutch register of companies. */
export function readKvk(text: ImportedText | null, remarks: Remark[]): string | null {
  if (text === null) return null;
  const digits = text.text.replace(/[\s.]/g, "");
  if (/^\d{8}$/.test(digits)) return digits;
  const remedy = /^\d{6,7}$/.test(digits)
    ? "A spreadsheet takes leading zeros away: write all eight digits as text."
    : "Write the eight digits of the register.";
  remarks.push(toRemark("left-out", text, "no number of the register of companies", remedy));
  return null;
}

/** A sector, in the words of the world where the operator said which. */
export function readSector(
  text: ImportedText | null,
  { terms, sectors, remarks }: Making,
): string | null {
  if (text === null) return terms.defaults.sector;
  const word = toLabel(text.text);
  const sector = terms.sectors.get(word) ?? toSlug(word);
  if (!isSlug(sector)) {
    remarks.push(toRemark("left-out", text, "no word for a sector", "Write letters and hyphens."));
    return null;
  }
  if (sectors.size > 0 && !sectors.has(sector)) {
    const known = [...sectors].sort().slice(0, 12).join(", ");
    const problem = `the present world has no sector ${sector}`;
    const remedy = `Say --sector "${word}=WORD" with one of ${known}.`;
    remarks.push(toRemark("kept", text, problem, remedy));
  }
  return sector;
}

const languages = new Map<string, Language>([
  ["nl", "nl"],
  ["nederlands", "nl"],
  ["dutch", "nl"],
  ["en", "en"],
  ["engels", "en"],
  ["english", "en"],
]);

/** The language that an organisation is written to in. */
export function readLanguage(
  text: ImportedText | null,
  { terms, remarks }: Making,
): Language | null {
  if (text === null) return terms.defaults.language;
  const language = languages.get(toLabel(text.text));
  if (language !== undefined) return language;
  const remedy = "Mails are in Dutch (nl) or English (en); it gets the installation's first.";
  remarks.push(toRemark("left-out", text, "no language that we write", remedy));
  return terms.defaults.language;
}

const roleWords = new Map<string, OrganisationRole>([
  ...organisationRoles.map((role) => [role, role] as const),
  ["eigenaar", "owner"],
  ["schakelorganisatie", "intermediary"],
  ["cert", "intermediary"],
  ["csirt", "intermediary"],
  ["netwerkbeheerder", "network-operator"],
  ["provider", "network-operator"],
  ["isp", "network-operator"],
  ["hoster", "network-operator"],
]);

/** Roles by our words and some of those that people use. */
export function readRoles(texts: readonly ImportedText[], remarks: Remark[]): OrganisationRole[] {
  return texts.flatMap((text) => {
    const role = roleWords.get(toLabel(text.text));
    if (role !== undefined) return [role];
    const remedy = `Write one of ${organisationRoles.join(", ")}.`;
    remarks.push(toRemark("left-out", text, "no role of an organisation", remedy));
    return [];
  });
}

/** Countries as criteria (ISO 3166-1 alpha-2). */
export function readCountries(texts: readonly ImportedText[], remarks: Remark[]): Criterion[] {
  return texts.flatMap((text): Criterion[] => {
    const country = text.text.trim().toUpperCase();
    if (/^[A-Z]{2}$/.test(country)) return [{ kind: "country", country }];
    remarks.push(toRemark("left-out", text, "not a country code", "Write two letters, as in NL."));
    return [];
  });
}
