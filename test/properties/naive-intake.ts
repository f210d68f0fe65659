import type { Decision } from "../../src/domain/decision/decision.ts";
import { severities, severityRank } from "../../src/domain/finding/severity.ts";
import { decodeStanding, encodeStanding } from "../../src/domain/finding/standing.ts";
import { strictestTlp } from "../../src/domain/finding/tlp.ts";
import { compareAddresses, formatAddress } from "../../src/domain/network/ip-address.ts";
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
  decider: Decider,
  decidedAt: number,
): Map<string, ExpectedFinding> {
  const groups = new Map<string, { row: Row; standing: number }[]>();
  for (const report of reports) {
    const released = report.finder === "alpha";
    const standing = encodeStanding({
      released,
      tlp: strictestTlp(report.tlp),
      gradeSuffices: released || report.grade === "verified",
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
  const standing = Math.max(...seen.map((one) => one.standing));
  const { type, address, name, observedAt } = first.row;
  const isSubject = type.about !== "address" || type.kind === "compromise" || address === null;
  const { tlp, gradeSuffices } = decodeStanding(standing);
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
    observedAt,
    decidedAt,
    tried: [],
  });
  return { rows: seen.length, standing, severity, observedAt, decision };
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
