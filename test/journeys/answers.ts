/** What `report submit --json` and `report show --json` promise. */
export type Answer = {
  readonly report: string;
  readonly finder: string;
  readonly format: string;
  readonly type: string | null;
  readonly sha256: string;
  readonly duplicateOf: string | null;
  readonly rows: number;
  readonly accepted: number;
  readonly quarantined: number;
  readonly new: number;
  readonly seenAgain: number;
  readonly reopened: number;
  readonly dispositions: Readonly<Record<string, number>>;
  readonly quarantine: readonly {
    readonly row: number;
    readonly line: number;
    readonly field: string;
    readonly reason: string;
    readonly value: string;
  }[];
  readonly elapsedMs: number;
};

/** What tests read of a line of `findings --json`. */
export type Listed = {
  readonly finding: number;
  readonly type: string;
  readonly address: string | null;
  readonly name: string | null;
  readonly state: string;
  readonly disposition: string;
  readonly episode: number;
  readonly owner: string | null;
  readonly rung: string | null;
  readonly recipient: string | null;
  readonly held: string | null;
};
