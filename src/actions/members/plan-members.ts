import type { Actor } from "../../domain/access/actor.ts";
import type { Catalogue } from "../../domain/finding/finding-type.ts";
import type { OrganisationId } from "../../domain/ids.ts";
import {
  compareMembers,
  findListBrake,
  type MembersDifference,
} from "../../domain/members/compare-members.ts";
import { type MemberList, readMemberList } from "../../domain/members/read-member-list.ts";
import type { ContactFile, ContactReader } from "../../domain/world/import/contact-reader.ts";
import type { ImportedContacts } from "../../domain/world/import/imported.ts";
import type { World } from "../../domain/world/world.ts";
import { AppError } from "../../platform/errors.ts";
import { type KeptRelation, listOpenRelations } from "../../store/relations.ts";
import { permit } from "../access/permit.ts";
import type { RelationContext } from "../relations/relation-context.ts";

/** What member lists work with. */
export type MembersContext = RelationContext & {
  readonly catalogue: Catalogue;
  /** Reads a spreadsheet. */
  readonly memberReader: ContactReader;
};

export type MembersInput = {
  readonly actor: Actor;
  readonly intermediary: OrganisationId;
  readonly list:
    | {
        readonly kind: "file";
        readonly file: ContactFile;
        /** Our field by the column, in lower case. */
        readonly mapping: ReadonlyMap<string, string>;
      }
    | { readonly kind: "records"; readonly records: ImportedContacts };
};

/** What a list would do. */
export type MembersPlan = MemberList & {
  readonly difference: MembersDifference;
  /** Why somebody of the house has to look first; null: nothing. */
  readonly brake: "gone" | "added" | null;
  readonly known: readonly KeptRelation[];
};

const mostMembers = 20_000;

/** Reads a list and compares it with what holds; the first thing of `members diff` and of `members submit`. */
export async function planMembers(
  context: MembersContext,
  { actor, intermediary: id, list }: MembersInput,
): Promise<MembersPlan> {
  permit(actor, "members.submit", { organisation: id });
  const { world } = await context.readBasis();
  const intermediary = world.organisations.find((known) => known.id === id);
  if (intermediary === undefined)
    throw new AppError("not-found", `There is no organisation ${id}.`);
  if (!intermediary.roles.includes("intermediary")) {
    throw new AppError("input-refused", `${id} is no intermediary.`, {
      remedy: "An operator can give it that role.",
    });
  }
  const atMs = context.clock().getTime();
  const imported = await readList(context, list, atMs);
  const read = readMemberList(imported, world, intermediary, {
    findSuffix: context.findSuffix,
    atMs,
  });
  if (read.listed.length > mostMembers) {
    throw new AppError("input-too-large", `More than ${mostMembers} members.`);
  }
  if (read.listed.length + read.unknown.length === 0) throw toNothing(read.remarks);
  const known = await listOpenRelations(context.sql, id);
  const difference = compareMembers(read.listed, known, listLoaded(world, id, atMs));
  return { ...read, known, difference, brake: findListBrake(difference, known) };
}

async function readList(
  { memberReader, catalogue }: MembersContext,
  list: MembersInput["list"],
  at: number,
): Promise<ImportedContacts> {
  if (list.kind === "records") return list.records;
  return memberReader.read([list.file], { mapping: list.mapping, sheet: null, catalogue, at });
}

function toNothing(remarks: MemberList["remarks"]): AppError {
  const [first] = remarks;
  const why = first === undefined ? "it is empty" : `line ${first.line}: ${first.problem}`;
  return new AppError("input-refused", `The list names no member: ${why}.`, {
    remedy: "An empty list ends nothing: end single relations with `meldpunt relation end`.",
  });
}

/** Members by the world file, whose relation the register says nothing of. */
function listLoaded(
  { organisations }: World,
  intermediary: OrganisationId,
  atMs: number,
): ReadonlySet<OrganisationId> {
  return new Set(
    organisations
      .filter(({ memberOf }) =>
        memberOf.some(
          (relation) =>
            relation.intermediary === intermediary &&
            relation.since <= atMs &&
            atMs < relation.until,
        ),
      )
      .map(({ id }) => id),
  );
}
