import type { Decision } from "../../src/domain/decision/decision.ts";
import { noPolicy, policyNumberOf } from "../../src/domain/finding/policy-number.ts";
import { severities, severityRank } from "../../src/domain/finding/severity.ts";
import { decodeStanding, encodeStanding } from "../../src/domain/finding/standing.ts";
import { strictestTlp, tlpRank } from "../../src/domain/finding/tlp.ts";
import { compareAddresses, formatAddress } from "../../src/domain/network/ip-address.ts";
import type { Finder } from "../../src/domain/world/world.ts";
import { must } from "./arbitrary-objects.ts";
import type { PlainReport, Row } from "./arbitrary-report.ts";
import type { Decider } from "./fast-decide.ts";

/** A finding as a set of reports makes it, whatever their order. */
export type ExpectedFinding = {
  readonly rows: number;
  readonly standing: number;
  readonly severity: number;
  readonly observedAt: number;
  /** Null when its object is an address that nobody answers for. */
  readonly decision: Decision | null;
};

/** The special addresses (RFC 6890) among those that are drawn. */
const specialAddresses = ["0.0.0.0", "255.255.255.255"];

/** Findings by a text for their identity (2-domain.md, "Identity of a finding"). */
export function naiveIntake(
  reports: readonly PlainReport[],
  finders: readonly Finder[],
  decider: Decider,
  decidedAt: number,
): Map<string, ExpectedFinding> {
  const groups = new Map<string, { row: Row; standing: number }[]>();
  for (const report of reports) {
    const finder = must(finders.find(({ id }) => id === report.finder));
    const released = finder.trusted;
    const standing = encodeStanding({
      released,
      tlp: strictestTlp(report.tlp),
      gradeSuffices: released || report.grade === "verified",
      policy: finder.policies.length === 0 ? noPolicy : policyNumberOf(finder.id),
    });
    for (const row of report.rows) {
      const identity = identityOf(row);
      groups.set(identity, [...(groups.get(identity) ?? []), { row, standing }]);
    }
  }
  return new Map(
    [...groups].map(([identity, seen]) => [identity, toFinding(seen, decider, decidedAt)]),
  );
}

/** Network object, port and transport where they count (a mail domain has none), type. */
export function identityOf(row: Row): string {
  return [
    objectOf(row),
    row.type.port && row.type.about !== "mail-domain" ? `${row.port}/6` : "",
    row.type.id,
  ].join(" ");
}

function objectOf({ type, address, name }: Row): string {
  if (type.about !== "address" && name !== null) return name;
  return address === null ? String(name) : formatAddress(address);
}

function toFinding(
  seen: readonly { row: Row; standing: number }[],
  decider: Decider,
  decidedAt: number,
): ExpectedFinding {
  const first = must([...seen].sort(({ row: a }, { row: b }) => compareRows(a, b))[0]);
  const standing = freest(seen.map((one) => one.standing));
  const { type, address, name, observedAt } = first.row;
  const isSubject = type.about !== "address" || type.kind === "compromise" || address === null;
  const { tlp, gradeSuffices, policy } = decodeStanding(standing);
  const severity = severityRank(type.severity);
  const isSpecial = address !== null && specialAddresses.includes(formatAddress(address));
  if (isSpecial && (type.about === "address" || name === null)) {
    return { rows: seen.length, standing, severity, observedAt, decision: null };
  }
  const decision = decider({
    address: isSpecial ? null : address,
    name: isSubject ? name : null,
    type,
    severity: severities[severity] ?? "info",
    tlp,
    gradeSuffices,
    policy,
    observedAt,
    decidedAt,
    tried: [],
  });
  return { rows: seen.length, standing, severity, observedAt, decision };
}

/**
 * "Released before what waits, then by how many the label lets through, then without a policy before with one, then by
 * grade and label, then by the lower policy number."
 */
function freest(standings: readonly number[]): number {
  const rank = (standing: number): number[] => {
    const { released, tlp, gradeSuffices, policy } = decodeStanding(standing);
    const isWide = tlp !== "RED" && tlp !== "AMBER+STRICT";
    return [
      released ? 1 : 0,
      isWide ? 2 : tlp === "RED" ? 0 : 1,
      policy === noPolicy ? 1 : 0,
      gradeSuffices ? 1 : 0,
      -tlpRank(tlp),
      -policy,
    ];
  };
  const compare = (a: number, b: number): number => {
    const [left, right] = [rank(a), rank(b)];
    const place = left.findIndex((value, i) => value !== right[i]);
    return place < 0 ? 0 : (right[place] ?? 0) - (left[place] ?? 0);
  };
  return must(standings.toSorted(compare)[0]);
}

/** The earliest stands for a finding; of one instant the lowest address, then the lowest name that counts. */
function compareRows(a: Row, b: Row): number {
  if (a.observedAt !== b.observedAt) return a.observedAt - b.observedAt;
  if (a.address === null || b.address === null) {
    if (a.address !== b.address) return a.address === null ? 1 : -1;
  } else {
    const order = compareAddresses(a.address, b.address);
    if (order !== 0) return order;
  }
  const [nameA, nameB] = [a.name ?? "", b.name ?? ""];
  return nameA < nameB ? -1 : nameA > nameB ? 1 : 0;
}
