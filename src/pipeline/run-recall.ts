import type { CorrectionScope } from "../domain/correction/scope.ts";
import type { EpisodeState } from "../domain/finding/episode-state.ts";
import type { Language } from "../domain/finding/finding-type.ts";
import type { CorrectionId, ReportId } from "../domain/ids.ts";
import type { World } from "../domain/world/world.ts";
import { type Sql, transaction } from "../platform/database.ts";
import { AppError } from "../platform/errors.ts";
import { countSeenOpen } from "../store/recall-candidates.ts";
import type { EvidenceReport } from "../store/recall-scope.ts";
import {
  countTold,
  listTold,
  type ToldRecipient,
  type ToldTotals,
} from "../store/recalled-rows.ts";
import {
  countStates,
  listRecallSamples,
  type RecallSample,
} from "../store/views/recall-preview.ts";
import { correctDue } from "./correct.ts";
import type { PipelineContext } from "./material/context.ts";
import { standingOfReport } from "./material/handover.ts";
import type { OutgoingContext } from "./material/outgoing.ts";
import {
  isWaiting,
  planRecall,
  type RecallPlan,
  readObserved,
  type StandingOfReport,
  toRecalledRows,
} from "./material/recall-plan.ts";
import { digestOf, type ResolvedScope, resolveScope } from "./material/recall-scope.ts";
import { type Recalled, recall } from "./recall.ts";

/** What a recall would do; nothing of it is done. */
export type PreviewedRecall = {
  readonly scope: CorrectionScope;
  /** Hexadecimal; the recall is carried out by it, and not where it would do something else by then. */
  readonly digest: string;
  readonly reports: readonly ReportId[];
  /** Reports of the scope that wait for a person and stay as they are. */
  readonly waitingReports: readonly ReportId[];
  readonly findings: {
    /** Nobody else shows them. */
    readonly withdrawn: number;
    /** Only reports show them that wait for a person. */
    readonly waits: number;
    /** A released report of somebody shows them too: they stay open. */
    readonly stands: number;
    /** Of those that are withdrawn or wait. */
    readonly byState: Readonly<Partial<Record<EpisodeState, number>>>;
  };
  /** Notifications with rows of it by channel and what became of them: those not sent yet are taken back. */
  readonly told: readonly ToldTotals[];
  /** To how many recipients a correction goes, and the first of them. */
  readonly recipients: number;
  readonly firstRecipients: readonly ToldRecipient[];
  /** Some that are withdrawn, and some that stand with who shows them too. */
  readonly samples: {
    readonly withdrawn: readonly RecallSample[];
    readonly stands: readonly RecallSample[];
  };
};

const samples = 5;
const recipientsShown = 10;

type Planned = {
  readonly resolved: ResolvedScope;
  readonly observed: readonly number[] | null;
  readonly plan: RecallPlan;
};

/**
 * Shows what recalling would do. Throws `not-found` where there is nothing of the scope, and `conflict` where nothing of it
 * can be recalled.
 */
export async function previewRecall(
  { sql }: Pick<PipelineContext, "sql">,
  scope: CorrectionScope,
): Promise<PreviewedRecall> {
  return transaction(sql, (sql) => preview(sql, scope), {
    isolation: "repeatable read",
    readOnly: true,
  });
}

async function preview(sql: Sql, scope: CorrectionScope): Promise<PreviewedRecall> {
  const planned = await makePlan(sql, scope, null);
  const { resolved, observed, plan } = planned;
  const numbers = resolved.reports.map(({ number }) => number);
  const rows = toRecalledRows(numbers, resolved.typeId, plan);
  const told = await countTold(sql, rows);
  const { recipients, first } = await listTold(sql, rows, recipientsShown);
  const waits = plan.left.filter(isWaiting);
  const stands = plan.left.filter((left) => !isWaiting(left));
  const byOthers = observed === null ? 0 : await countSeenByOthers(sql, planned);
  return {
    scope,
    digest: digestOf(scope, resolved, plan).toString("hex"),
    reports: resolved.reports.map(({ id }) => id),
    waitingReports: resolved.waiting.map(({ id }) => id),
    findings: {
      withdrawn: plan.withdrawn.length,
      waits: waits.length,
      stands: stands.length + byOthers,
      byState: await countStates(sql, rows.gone),
    },
    told,
    recipients,
    firstRecipients: first,
    samples: {
      withdrawn: await listRecallSamples(
        sql,
        plan.withdrawn.slice(0, samples).map((finding) => ({ finding, report: null })),
      ),
      stands: await listRecallSamples(
        sql,
        stands
          .slice(0, samples)
          .map(({ id, support }) => ({ finding: id, report: support.first.report })),
      ),
    },
  };
}

/** Open findings that the evidence saw and that others opened, but those that go or wait all the same. */
async function countSeenByOthers(sql: Sql, { resolved, observed, plan }: Planned): Promise<number> {
  const reports = resolved.reports.map(({ number }) => number);
  const seen = await countSeenOpen(sql, { reports, typeId: resolved.typeId, observed });
  const others = plan.left.filter(
    ({ openedBy, isClosed }) => !isClosed && !reports.includes(openedBy),
  ).length;
  return seen - others - plan.freedWithdrawn;
}

async function makePlan(sql: Sql, scope: CorrectionScope, world: World | null): Promise<Planned> {
  const resolved = await resolveScope(sql, scope);
  const { reports, typeId } = resolved;
  const numbers = reports.map(({ number }) => number);
  const observed = scope.kind === "type" ? null : await readObserved(sql, numbers);
  const standingOf: StandingOfReport = (report) =>
    world === null ? 0 : standingOfReport(world, report);
  const plan = await planRecall(
    sql,
    { reports: numbers, typeId, observed },
    {
      isVoid: (report) => isVoid(scope, report),
      standingOf,
      standings: world === null ? null : [...new Set(reports.map(standingOf))],
    },
  );
  return { resolved, observed, plan };
}

/** Of a recall by type, all that its finder says of it so far is void. */
function isVoid(scope: CorrectionScope, { finder, releasedAt }: EvidenceReport): boolean {
  if (scope.kind !== "type" || releasedAt === null) return false;
  return scope.finder === null || scope.finder === finder;
}

/** What carries a recall out. */
export type RecallOrder = {
  readonly id: CorrectionId;
  readonly scope: CorrectionScope;
  /** Of the preview, hexadecimal. */
  readonly digest: string;
  readonly reason: string;
  readonly texts: Readonly<Record<Language, string | null>>;
  readonly by: string;
};

/** How much a recall takes back. */
export type RecallExtent = {
  readonly reports: readonly EvidenceReport[];
  /** Rows that mail servers took. */
  readonly rowsTold: number;
};

/**
 * Recalls what was previewed under this digest. Throws `conflict` where it would do something else by now, and what
 * `previewRecall` throws.
 *
 * @param allow called in the transaction before anything is changed; what it throws, recalls nothing
 * @param finish what belongs to the same transaction
 */
export async function runRecall(
  context: PipelineContext,
  order: RecallOrder,
  allow: (sql: Sql, extent: RecallExtent) => Promise<void>,
  finish: (sql: Sql, recalled: Recalled, reports: readonly EvidenceReport[]) => Promise<void>,
): Promise<Recalled> {
  const { world } = await context.readBasis();
  let taken: readonly EvidenceReport[] = [];
  return recall(
    context.sql,
    async (sql) => {
      const { resolved, observed, plan } = await makePlan(sql, order.scope, world);
      const digest = digestOf(order.scope, resolved, plan);
      if (digest.toString("hex") !== order.digest) throw toChanged();
      await allow(sql, {
        reports: resolved.reports,
        rowsTold: await countRowsTold(sql, resolved, plan),
      });
      taken = resolved.reports;
      const { reports, typeId } = resolved;
      const correction = toCorrection(order, resolved, digest, context.clock());
      return { reports, typeId, observed, plan, correction };
    },
    (sql, recalled) => finish(sql, recalled, taken),
  );
}

async function countRowsTold(
  sql: Sql,
  { reports, typeId }: ResolvedScope,
  plan: RecallPlan,
): Promise<number> {
  const numbers = reports.map(({ number }) => number);
  const told = await countTold(sql, toRecalledRows(numbers, typeId, plan));
  return told.reduce((sum, { state, rows }) => sum + (state === "accepted" ? rows : 0), 0);
}

function toCorrection(
  order: RecallOrder,
  { reports, typeId }: ResolvedScope,
  digest: Buffer,
  at: Date,
) {
  const { id, scope, reason, texts, by } = order;
  return {
    id,
    report: scope.kind === "report" ? (reports[0]?.number ?? null) : null,
    caseName: scope.kind === "case" ? scope.name : null,
    typeId,
    finder: scope.kind === "type" ? scope.finder : null,
    recalls: true,
    ...{ reason, texts, digest, at, by },
  };
}

/** Composes and queues the corrections that are due; answers how many. */
export function runCorrections(context: OutgoingContext): Promise<number> {
  return correctDue(context);
}

function toChanged(): AppError {
  return new AppError("conflict", "It would not do any more what was previewed.", {
    remedy: "Look at it again, and recall it by the new digest.",
  });
}
