import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { listFindings } from "../../src/actions/list-findings.ts";
import { submitReport } from "../../src/actions/submit-report.ts";
import type { FinderId } from "../../src/domain/ids.ts";
import type { Scope } from "../../src/domain/report/scope.ts";
import type { World } from "../../src/domain/world/world.ts";
import { makeBasisReader } from "../../src/pipeline/material/basis.ts";
import type { PipelineContext } from "../../src/pipeline/material/context.ts";
import { transaction } from "../../src/platform/database.ts";
import { readCatalogue } from "../../src/registry/finding-types.ts";
import { delimitedSource } from "../../src/sources/delimited/delimited-source.ts";
import type { FindingListEntry } from "../../src/store/views/findings-list.ts";
import type { ReportSummary } from "../../src/store/views/report-summary.ts";
import { lockWorlds, saveWorld } from "../../src/store/worlds.ts";
import { useDatabase } from "../database.ts";
import { operator } from "../makers/actors.ts";

/** The shipped finding types. */
export const catalogue = readCatalogue(join(import.meta.dirname, "../../data/finding-types"));

/** A list of comma-separated values that a finder hands over. */
export type Submission = {
  readonly finder: string;
  readonly csv: string;
  readonly type?: string;
  /** The scope of a report that states everything its scan covered. */
  readonly complete?: Scope;
};

/** An installation without a registry, as far as a report's own way goes: taken in, decided, saved. */
export type ClearingHouse = {
  /** Sets the clock: everything after happens then. */
  setTime(text: string): void;
  loadWorld(world: World): Promise<void>;
  submit(submission: Submission): Promise<ReportSummary>;
  /** All findings, in the order in which they were opened. */
  findings(): Promise<FindingListEntry[]>;
};

/** A fresh clearing house for this test file; to be called once at its top level. */
export function useClearingHouse(): ClearingHouse {
  const sql = useDatabase();
  const keptFolder = mkdtempSync(join(tmpdir(), "meldpunt-journey-"));
  afterAll(() => rmSync(keptFolder, { recursive: true, force: true }));
  let now = new Date("2026-07-01T09:00:00Z");
  const masterKey = { bytes: Buffer.alloc(32, 7) };
  const context: PipelineContext = {
    sql,
    clock: () => now,
    // All that taking a report in asks of the installation.
    instance: {
      homeCountry: "NL",
      approvals: {},
      brakes: { untrustedRowsPerDay: 100_000 },
    } as PipelineContext["instance"],
    catalogue,
    sources: [delimitedSource],
    masterKey,
    keptFolder,
    readBasis: makeBasisReader(sql, () => now, "NL", masterKey),
    chunkRows: 8192,
  };
  return {
    setTime(text) {
      now = new Date(text);
    },
    async loadWorld(world) {
      await transaction(sql, async (held) => {
        await lockWorlds(held);
        await saveWorld(held, world, { fileName: "world.yaml", loadedAt: now, difference: null });
      });
    },
    async submit({ finder, csv, type, complete }) {
      const { summary } = await submitReport({
        context,
        input: {
          received: onePiece(csv),
          handover: {
            finder: finder as FinderId,
            format: "csv",
            typeLabel: type ?? null,
            fileName: "list.csv",
            mapping: {},
            caseName: null,
            tlp: null,
            grade: "verified",
            complete: complete !== undefined,
            scope: complete ?? null,
            signature: null,
          },
          expectedBytes: null,
          release: true,
          actor: operator,
        },
      });
      return summary;
    },
    async findings() {
      const all: FindingListEntry[] = [];
      for await (const finding of listFindings({
        context,
        input: { actor: operator, filters: {}, limit: null },
      })) {
        all.push(finding);
      }
      return all.sort((a, b) => a.finding - b.finding);
    },
  };
}

async function* onePiece(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}
