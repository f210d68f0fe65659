import type { FindingType } from "../finding/finding-type.ts";
import type { Grade } from "../finding/grade.ts";
import type { Severity } from "../finding/severity.ts";
import type { Tlp } from "../finding/tlp.ts";
import type { FinderId, FindingId, ReportId } from "../ids.ts";
import type { Format } from "./source.ts";

/** What all observations of an exported report have in common. */
export type ExportedReport = {
  readonly report: ReportId;
  readonly finder: FinderId;
  readonly format: Format | null;
  /** The feed's own name of what it reports (`scan_exchange`). */
  readonly reportType: string | null;
  readonly caseName: string | null;
  readonly tlp: Tlp;
  readonly grade: Grade;
  readonly receivedAt: Date;
};

/** An accepted row of a report with the finding that it saw. */
export type ExportedObservation = {
  readonly finding: FindingId;
  readonly type: FindingType;
  readonly severity: Severity;
  /** Canonical text, of the finding. */
  readonly address: string | null;
  readonly name: string | null;
  readonly port: number | null;
  /** IANA protocol number. */
  readonly transport: number | null;
  readonly observedAt: Date;
  /** Columns of the row as its report has them; null when its bytes are no longer kept. */
  readonly evidence: ReadonlyMap<string, string> | null;
};

/** Writes the observations of one report, a line each. */
export type ObservationWriter = {
  /** What stands before the first line; empty when nothing does. */
  readonly head: string;
  /** With its line end. */
  toLine(observation: ExportedObservation): string;
};

/** A form in which the observations of a report leave the house. */
export type ExportFormat = {
  /** As `--format` takes it. */
  readonly name: string;
  /** Whether it has to know all columns of the evidence before the first line. */
  readonly needsColumns: boolean;
  /** @param columns all columns of the evidence, where the format needs them, in the order met; else none */
  open(report: ExportedReport, columns: readonly string[]): ObservationWriter;
};
