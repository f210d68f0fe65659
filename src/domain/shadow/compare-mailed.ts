import type { Decision } from "../decision/decision.ts";
import type { FindingKeySecret } from "../finding/finding-key.ts";
import type { FindingTypeId } from "../ids.ts";
import type { DomainName } from "../network/domain-name.ts";
import type { EmailAddress } from "../network/email-address.ts";
import type { World } from "../world/world.ts";
import type { Comparison } from "./comparison.ts";
import { makeSummary, type Ours, type ToldRecipient } from "./comparison-summary.ts";
import { makeDomainTally } from "./domain-tally.ts";
import type { MailedRow } from "./mailed-row.ts";
import { makeObjectSet } from "./object-set.ts";
import { makePairLists } from "./pair-lists.ts";
import { makeFindRecipient, type Recipient, roleIn } from "./parties.ts";
import type { ShadowFinding } from "./shadow-finding.ts";
import { betterRole, isConcerned, type MailedRole } from "./verdict.ts";

/** Compares what was mailed with what we decide: first all findings, then all that was mailed. */
export type MailedComparison = {
  addFinding(finding: ShadowFinding): void;
  addMailed(row: MailedRow): void;
  finish(): Comparison;
};

export type ComparisonSetting = {
  /** Whether an object counts once for each finding type. */
  readonly byType: boolean;
  readonly world: World;
  readonly decisionOf: (number: number) => Decision;
  /** Mail domains that are no party, because anybody can have a mailbox there. */
  readonly freeMail: ReadonlySet<DomainName>;
  /** Keys the set of objects. */
  readonly secret: FindingKeySecret;
  /** How many objects of each sort are shown. */
  readonly examples: number;
  /** How many mail domains are shown by name. */
  readonly domains: number;
};

/** An empty comparison. */
export function compareMailed(setting: ComparisonSetting): MailedComparison {
  const { byType, decisionOf } = setting;
  const objects = makeObjectSet(setting.secret);
  const decisions = makePairLists();
  const mailed = makePairLists();
  const tally = makeDomainTally();
  const findRecipient = makeFindRecipient(setting.world, setting.freeMail);
  const recipients: Recipient[] = [];
  const numbers = new Map<EmailAddress, number>();

  function numberOf(address: EmailAddress): number {
    let number = numbers.get(address);
    if (number === undefined) {
      number = recipients.push(findRecipient(address)) - 1;
      numbers.set(address, number);
    }
    return number;
  }

  /** Best over the decisions about the object. */
  function roleAt(object: number, recipient: Recipient): MailedRole {
    let best: MailedRole = "unjudged";
    decisions.each(object, (number) => {
      if (number >= 0) best = betterRole(best, roleIn(decisionOf(number), recipient));
    });
    return best;
  }

  const findObjects = makeFindObjects(objects, byType);

  return {
    addFinding({ type, name, family, words, at, decision }) {
      const typeId = byType ? type.id : null;
      const isMailDomain = type.about === "mail-domain";
      const object =
        name === null
          ? objects.ofAddress(typeId, family, words, at, true)
          : objects.ofName(typeId, name, isMailDomain, true);
      decisions.add(object, decision);
    },
    addMailed(row) {
      const found = findObjects(row);
      for (const address of row.recipients) {
        const number = numberOf(address);
        const recipient = recipients[number] as Recipient;
        const roles = found.map((object) => roleAt(object, recipient));
        const best = roles.reduce<MailedRole>(betterRole, "unjudged");
        tally.add(recipient, found.length === 0 ? null : best);
        for (const [i, object] of found.entries()) {
          // A row with a name and an address tells about the one that its recipient is concerned with.
          if (!isConcerned(best) || isConcerned(roles[i] ?? best)) mailed.add(object, number);
        }
      }
    },
    finish() {
      const summary = makeSummary(setting.examples);
      for (let object = 0; object < objects.count(); object += 1) {
        const told: ToldRecipient[] = [];
        mailed.each(object, (number, times) => {
          const recipient = recipients[number] as Recipient;
          told.push({ recipient, role: roleAt(object, recipient), times });
        });
        summary.add(() => objects.textOf(object), objects.typeOf(object), {
          ...readOurs(decisions, object, decisionOf),
          told,
        });
      }
      const { mailings: all, ...counts } = tally.all;
      return {
        ...summary.finish(),
        objects: objects.count(),
        mailings: { all, ...counts },
        recipients: recipients.length,
        byDomain: tally.list(setting.domains),
      };
    },
  };
}

/** Objects of the feeds that a mailed row can be about: its name, its mail domain, its address. */
function makeFindObjects(
  objects: ReturnType<typeof makeObjectSet>,
  byType: boolean,
): (row: MailedRow) => number[] {
  const words = new Uint32Array(4);
  return ({ address, name, type }) => {
    const typeId = byType ? (type?.id ?? null) : null;
    if (byType && typeId === null) return [];
    const found = [
      ...(name === null
        ? []
        : [objects.ofName(typeId, name, false, false), objects.ofName(typeId, name, true, false)]),
      ...(address === null ? [] : [ofAddress(address, typeId)]),
    ];
    return found.filter((object) => object >= 0);
  };

  function ofAddress(
    address: NonNullable<MailedRow["address"]>,
    typeId: FindingTypeId | null,
  ): number {
    words.set(address.words);
    return objects.ofAddress(typeId, address.family, words, 0, false);
  }
}

/** What we would do about an object: the first of its decisions that tells somebody says where it ends. */
function readOurs(
  decisions: ReturnType<typeof makePairLists>,
  object: number,
  decisionOf: (number: number) => Decision,
): Ours {
  let findings = 0;
  let held: Decision | null = null;
  let telling: Decision | null = null;
  const addresses = new Set<string>();
  decisions.each(object, (number, times) => {
    findings += times;
    if (number < 0) return;
    const decision = decisionOf(number);
    if (decision.primary === null) held ??= decision;
    else {
      telling ??= decision;
      addresses.add(decision.primary.address);
    }
  });
  const first = (telling ?? held) as Decision | null;
  const base = { findings, addresses: [...addresses], owner: first?.owner ?? null };
  if (first === null) return { ...base, end: "out-of-scope", does: "out-of-scope" };
  if (first.primary === null) return { ...base, end: `held: ${first.held.reason}`, does: "holds" };
  return { ...base, end: first.primary.rung, does: "tells" };
}
