import type { OrganisationId } from "../ids.ts";
import type { EmailAddress } from "../network/email-address.ts";
import type { FindSuffix } from "../world/claim-breadth.ts";
import { formatAsset } from "../world/claim-id.ts";
import { gatherOrganisations } from "../world/import/gather-organisations.ts";
import type { ImportedContacts, ImportedOrganisation } from "../world/import/imported.ts";
import { makeOrganisationFinder } from "../world/import/name-organisations.ts";
import { readEmails } from "../world/import/read-contacts.ts";
import { readObjectText, splitObjects } from "../world/import/read-object-text.ts";
import { readKvk, readName } from "../world/import/read-words.ts";
import { readYes } from "../world/import/read-yes.ts";
import { type Remark, toRemark } from "../world/import/remark.ts";
import type { Organisation, World } from "../world/world.ts";
import { findVouchFault } from "./find-vouch-fault.ts";

/** A member that a list names and that is known. */
export type ListedMember = {
  readonly member: OrganisationId;
  readonly informed: boolean;
  /** Objects vouched for, in canonical text, sorted. */
  readonly vouches: readonly string[];
};

/** Whom a list names and nobody knows: to be invited, and no more. */
export type UnknownMember = {
  readonly name: string;
  readonly kvk: string | null;
  readonly email: EmailAddress | null;
};

export type MemberList = {
  readonly listed: readonly ListedMember[];
  readonly unknown: readonly UnknownMember[];
  /** What could not be taken, by line and field. */
  readonly remarks: readonly Remark[];
};

type Terms = { readonly findSuffix: FindSuffix; readonly atMs: number };

/** Reads whom an intermediary says that it serves: good rows are taken, the rest is remarked on. */
export function readMemberList(
  imported: ImportedContacts,
  { organisations }: Pick<World, "organisations">,
  intermediary: Organisation,
  terms: Terms,
): MemberList {
  const remarks: Remark[] = [...imported.remarks];
  const find = makeOrganisationFinder(organisations);
  const listed = new Map<OrganisationId, ListedMember>();
  const unknown: UnknownMember[] = [];
  for (const record of gatherOrganisations(imported.organisations, remarks)) {
    const organisation = find(record);
    if (organisation === null) {
      const stranger = toUnknown(record, remarks);
      if (stranger !== null) unknown.push(stranger);
      continue;
    }
    const { id } = organisation;
    const text = record.id ??
      record.name ??
      record.kvk ?? { text: record.key, place: record.place };
    if (id === intermediary.id) {
      remarks.push(toRemark("left-out", text, "the intermediary itself", "Take the row out."));
    } else if (listed.has(id)) {
      const remedy = "Join the rows, or give both the same id.";
      remarks.push(toRemark("left-out", text, `another row is ${id} too`, remedy));
    } else {
      const informed = readYes(record.informed, remarks);
      const vouches = readVouches(record, intermediary, terms, remarks);
      listed.set(id, { member: id, informed, vouches });
    }
  }
  return { listed: [...listed.values()], unknown, remarks };
}

function toUnknown(record: ImportedOrganisation, remarks: Remark[]): UnknownMember | null {
  const name = readName(record.name ?? record.id, remarks);
  const kvk = readKvk(record.kvk, remarks);
  const emails = record.contacts.flatMap(({ email }) => readEmails(email, remarks));
  if (name === null && kvk === null) return null;
  return { name: name ?? `KvK ${kvk}`, kvk, email: emails[0]?.email ?? null };
}

function readVouches(
  { objects }: ImportedOrganisation,
  intermediary: Organisation,
  terms: Terms,
  remarks: Remark[],
): readonly string[] {
  const vouches = new Set<string>();
  for (const { text: cell, place, kind } of objects) {
    for (const text of splitObjects(cell)) {
      const from = { text, place };
      const read = readObjectText(text, kind);
      if ("problem" in read) {
        remarks.push(toRemark("left-out", from, read.problem, read.remedy));
        continue;
      }
      for (const asset of read.assets) {
        const fault = findVouchFault(intermediary, asset, terms);
        if (fault === null) vouches.add(formatAsset(asset));
        else remarks.push(toRemark("left-out", from, fault.message, fault.remedy));
      }
    }
  }
  return [...vouches].sort();
}
