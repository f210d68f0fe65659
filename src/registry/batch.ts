import type {
  RegistryBatch,
  RegistryEntry,
  RegistryFault,
} from "../domain/registry/registry-source.ts";

/** What a line or an object of a file turned out to be. */
export type Statement =
  | RegistryEntry
  | { readonly kind: "fault"; readonly reason: string; readonly value: string }
  | { readonly kind: "skipped"; readonly reason: string };

/** Gathers what a reader finds between two batches. */
export type BatchDraft = {
  add(line: number, statement: Statement): void;
  /** What was gathered since the last call. */
  take(): RegistryBatch;
};

const longestValue = 100;

/** An empty draft. */
export function makeBatchDraft(): BatchDraft {
  let entries: RegistryEntry[] = [];
  let faults: RegistryFault[] = [];
  let skipped = new Map<string, number>();
  return {
    add(line, statement) {
      if (statement.kind === "fault") {
        const value = statement.value.slice(0, longestValue);
        faults.push({ line, reason: statement.reason, value });
      } else if (statement.kind === "skipped") {
        skipped.set(statement.reason, (skipped.get(statement.reason) ?? 0) + 1);
      } else {
        entries.push(statement);
      }
    },
    take() {
      const batch = { entries, faults, skipped };
      entries = [];
      faults = [];
      skipped = new Map();
      return batch;
    },
  };
}

/** Something that does not parse. */
export function fault(reason: string, value: string): Statement {
  return { kind: "fault", reason, value };
}

/** Something that is left out on purpose. */
export function skipped(reason: string): Statement {
  return { kind: "skipped", reason };
}
