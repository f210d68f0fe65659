import type { Act } from "./acts.ts";

/** How an act that may need several people is measured. */
type Approvable = {
  /** What `above` counts; null: every such act is as large as another. */
  readonly figure: string | null;
  /** Whether a brake holds it, so that it asks for approval only then unless `above` says otherwise. */
  readonly braked: boolean;
};

const acts = {
  "report.release": { figure: "rows", braked: false },
  "report.recall": { figure: "rows told", braked: false },
  "report.correct": { figure: "rows told", braked: false },
  "volume.approve": { figure: "rows", braked: false },
  "world.load": { figure: "percent of the addresses of the home country", braked: true },
  "registry.load": { figure: "percent of the addresses of the layer", braked: true },
  "law.record": { figure: null, braked: false },
  "claim.decide": { figure: null, braked: false },
  "token.issue": { figure: null, braked: false },
  "token.revoke": { figure: null, braked: false },
} as const satisfies Partial<Record<Act, Approvable>>;

export type ApprovableAct = keyof typeof acts;

/** The acts that ask for approval where the instance says so: only these can be named there. */
export const approvable: Readonly<Record<ApprovableAct, Approvable>> = acts;
