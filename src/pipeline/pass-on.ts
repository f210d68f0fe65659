import { overdueCustody } from "../domain/custody/custody.ts";
import type { FindingId, OrganisationId } from "../domain/ids.ts";
import type { Notice } from "../domain/notice/notice.ts";
import { noticesTo } from "../domain/notice/notices-to.ts";
import { isSilent } from "../domain/world/accepts.ts";
import { type Sql, transaction } from "../platform/database.ts";
import {
  type Custody,
  endSettledCustodies,
  lockOverdue,
  saveCustody,
  takeBack,
} from "../store/custodies.ts";
import { queueNotices } from "../store/notices.ts";
import type { Basis } from "./material/basis.ts";
import { startDeciding } from "./material/deciding.ts";
import type { OutgoingContext, OutgoingStages } from "./material/outgoing.ts";

/** Findings passed on together. */
const atOnce = 5000;

/**
 * Asks the next rung about what an intermediary did not acknowledge in its time, or held in vain, and tells the
 * intermediary; answers how many findings. One transaction for each few thousand: a crash repeats nothing.
 */
export async function passOn(context: OutgoingContext, stages: OutgoingStages): Promise<number> {
  await endSettledCustodies(context.sql);
  let passed = 0;
  for (;;) {
    const basis = await stages.presentBasis();
    const taken = await transaction(
      context.sql,
      async (sql) => {
        const now = context.clock();
        const overdue = await lockOverdue(sql, now, atOnce);
        const back: FindingId[] = [];
        for (const group of groupOverdue(overdue)) back.push(...(await passGroup(sql, group, now)));
        await stages.decideAgain(sql, startDeciding(basis, now), back);
        await queueNotices(sql, toNotices(context, basis, overdue), {
          at: now,
          domain: context.instance.sender.returnPathDomain,
        });
        return { overdue: overdue.length, back: back.length };
      },
      { attempts: 3 },
    );
    passed += taken.back;
    if (taken.overdue < atOnce) return passed;
  }
}

async function passGroup(sql: Sql, group: readonly Custody[], now: Date): Promise<FindingId[]> {
  const [first] = group;
  const state = first === undefined ? null : overdueCustody(first.state);
  if (state === null) return [];
  await saveCustody(sql, group, { state, at: now, by: "clock", reason: null });
  return takeBack(sql, group, state === "silent" ? "silence" : state, now);
}

/** By intermediary and by how its time was over: each group ends in the same state. */
function groupOverdue(overdue: readonly Custody[]): readonly Custody[][] {
  return [
    ...Map.groupBy(
      overdue,
      ({ organisation, state }) => `${organisation} ${overdueCustody(state)}`,
    ).values(),
  ];
}

/** One notice for each mail whose rows were passed on; it says how many, and nothing of what they are about. */
function toNotices(
  { instance, clock }: OutgoingContext,
  { world, compiled }: Basis,
  overdue: readonly Custody[],
): Notice[] {
  const mails = Map.groupBy(overdue, ({ organisation, notification, state }) =>
    [organisation, notification, overdueCustody(state)].join(" "),
  );
  return [...mails].flatMap(([key, rows]) => {
    const [id = "", , state = ""] = key.split(" ");
    const notification = rows[0]?.number ?? "";
    const organisation = world.organisations.find((known) => known.id === (id as OrganisationId));
    if (organisation === undefined) return [];
    const data = { notification, rows: String(rows.length), reason: state };
    const { languages } = instance;
    const content = { kind: "custody-passed-on", once: `custody ${key}`, data } as const;
    // It is about findings, and some want no mail about them.
    return noticesTo(organisation, content, languages[0]).filter(
      ({ address }) => !isSilent(compiled.toAddress(address), clock().getTime()),
    );
  });
}
