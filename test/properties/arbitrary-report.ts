import fc from "fast-check";
import type { FindingType } from "../../src/domain/finding/finding-type.ts";
import { type Grade, grades } from "../../src/domain/finding/grade.ts";
import { type Tlp, tlpLabels } from "../../src/domain/finding/tlp.ts";
import type { DomainName } from "../../src/domain/network/domain-name.ts";
import { type Address, formatAddress } from "../../src/domain/network/ip-address.ts";
import { anyAddress, anyDomain, instants } from "./arbitrary-objects.ts";
import { findingTypes } from "./arbitrary-question.ts";

/** A row of a report, before it is written down. */
export type Row = {
  readonly type: FindingType;
  readonly address: Address | null;
  readonly name: DomainName | null;
  readonly port: number;
  /** Milliseconds since 1970 UTC. */
  readonly observedAt: number;
};

/** Trusted, not trusted, trusted; the last two may have a policy. */
export const reportFinders = ["alpha", "bravo", "charlie"] as const;

export type ReportFinder = (typeof reportFinders)[number];

/** A report of one finder. */
export type PlainReport = {
  readonly finder: ReportFinder;
  readonly tlp: Tlp | null;
  readonly grade: Grade;
  readonly rows: readonly Row[];
};

/** Before the instant at which the properties decide, around the dates of the worlds. */
const observedAt = fc
  .tuple(fc.constantFrom(...instants.slice(0, 4)), fc.constantFrom(-1, 0, 1, 500, 86_400_000))
  .map(([instant, shift]) => instant + shift);

export const anyRow: fc.Arbitrary<Row> = fc
  .record({
    type: fc.constantFrom(...findingTypes),
    address: anyAddress,
    name: fc.option(anyDomain, { nil: null }),
    hasAddress: fc.boolean(),
    port: fc.constantFrom(80, 443),
    observedAt,
  })
  .map(({ hasAddress, ...row }) => {
    if (row.type.about === "mail-domain")
      return { ...row, address: null, name: row.name ?? ("a.example" as DomainName) };
    return { ...row, address: hasAddress || row.name === null ? row.address : null };
  });

/** Few objects, so that rows meet within and between reports. */
export const anyReport: fc.Arbitrary<PlainReport> = fc.record({
  finder: fc.constantFrom(...reportFinders),
  tlp: fc.option(fc.constantFrom(...tlpLabels), { nil: null }),
  grade: fc.constantFrom(...grades),
  rows: fc.array(anyRow, { minLength: 1, maxLength: 25 }),
});

/** The report as JSON lines. */
export function writeReport(report: PlainReport): Buffer {
  const lines = report.rows.map(({ type, address, name, port, observedAt }) =>
    JSON.stringify({
      type: type.id,
      timestamp: new Date(observedAt).toISOString(),
      port,
      protocol: "tcp",
      ...(address === null ? {} : { ip: formatAddress(address) }),
      ...(name === null
        ? {}
        : type.about === "mail-domain"
          ? { email: `someone@${name}` }
          : { host: name }),
    }),
  );
  return Buffer.from(`${lines.join("\n")}\n`);
}
