import type { Actor } from "../../domain/access/actor.ts";
import type { Act } from "../../domain/access/acts.ts";
import type { OrganisationId } from "../../domain/ids.ts";
import type { Notice } from "../../domain/notice/notice.ts";
import { noticesTo } from "../../domain/notice/notices-to.ts";
import {
  differEntries,
  type FieldChanges,
  listNewAddresses,
} from "../../domain/organisation/entry-change.ts";
import type { OrganisationRecord } from "../../domain/world/plain-entry.ts";
import type { Organisation, World } from "../../domain/world/world.ts";
import type { Sql } from "../../platform/database.ts";
import { AppError } from "../../platform/errors.ts";
import { newUuid } from "../../platform/uuid.ts";
import { appendAudit } from "../../store/audit.ts";
import { queueNotices } from "../../store/notices.ts";
import { changeRegister, readEntries } from "../../store/register.ts";
import { listConfirmations } from "../../store/views/organisation-entry.ts";
import type { ClaimContext } from "../claims/claim-context.ts";
import { askForCodes } from "./ask-for-codes.ts";

/** What an organisation says of itself, apart from what it claims and belongs to. */
export function toRecord(world: World, id: OrganisationId): OrganisationRecord {
  const found = world.organisations.find((known) => known.id === id);
  if (found === undefined) throw new AppError("not-found", `There is no organisation ${id}.`);
  const { claims: _claims, memberOf: _memberOf, ...record } = found;
  return record;
}

export type PutRecord = {
  readonly actor: Actor;
  readonly act: Act;
  readonly before: OrganisationRecord;
  readonly after: OrganisationRecord;
  readonly reason: string | null;
};

/**
 * Lets an entry of the register take effect, in a transaction that holds `lockRegister`: everybody who is or was a
 * contact of it is told (T6), and addresses that are new get a code. Appends to the audit log.
 */
export async function putRecord(
  sql: Sql,
  context: ClaimContext,
  { actor, act, before, after, reason }: PutRecord,
): Promise<void> {
  const at = context.clock();
  const { id } = after;
  const entries = await readEntries(sql, "present");
  const known = entries.find(({ section, party }) => section === "organisation" && party === id);
  await changeRegister(
    sql,
    { at, actor, act, about: id, reason },
    {
      put: [
        {
          id: known?.id ?? newUuid(at.getTime()),
          entry: { section: "organisation", value: after },
        },
      ],
      end: [],
    },
  );
  const fields = differEntries(before, after);
  const confirmed = new Set(
    (await listConfirmations(sql, id)).flatMap(({ address, confirmedAt }) =>
      confirmedAt === null ? [] : [address],
    ),
  );
  const fresh = listNewAddresses(before, after).filter((address) => !confirmed.has(address));
  await askForCodes(
    sql,
    context,
    after,
    after.contacts.filter(({ email }) => fresh.includes(email)),
  );
  await tellContacts(sql, context, "organisation-changed", [before, after], fields);
  const names = Object.keys(fields);
  await appendAudit(sql, { at, actor, act, about: id, subject: null, detail: { fields: names } });
}

/** The same notice to every contact of these versions of an entry, each address once. */
export async function tellContacts(
  sql: Sql,
  { clock, instance }: ClaimContext,
  kind: "organisation-changed" | "organisation-change-asked",
  versions: readonly Pick<Organisation, "id" | "name" | "contacts">[],
  fields: FieldChanges,
): Promise<void> {
  const data = { organisation: versions[0]?.name ?? "", fields: Object.keys(fields).join(", ") };
  const notice = { kind, once: null, data };
  const byAddress = new Map<string, Notice>();
  for (const version of versions) {
    for (const told of noticesTo(version, notice, instance.languages[0])) {
      byAddress.set(told.address, told);
    }
  }
  const domain = instance.sender.returnPathDomain;
  await queueNotices(sql, [...byAddress.values()], { at: clock(), domain });
}
