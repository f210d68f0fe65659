import { findWaitReason, type WaitReason } from "../domain/report/wait-reason.ts";
import { watchSignature } from "../platform/detached-signature.ts";
import { type FinderTerms, findFinderTerms, listSigningKeys } from "../store/finders.ts";
import { sumRowsSince } from "../store/report-chunks.ts";
import type { ReportSignature, ReportTerms } from "../store/reports.ts";
import type { Basis } from "./material/basis.ts";
import type { PipelineContext } from "./material/context.ts";
import type { Handover } from "./material/handover.ts";

/** Bytes on their way in, and what is known of whoever hands them over. */
export type Arriving = {
  readonly received: AsyncIterable<Uint8Array>;
  readonly finder: FinderTerms;
  /** Once they are read to the end: what their signature tells; null when nobody signed. */
  readonly findSignature: () => Promise<ReportSignature | null>;
};

const dayMs = 86_400_000;

/** Looks who hands a report over, and checks its signature while the bytes go by. */
export async function arrive(
  { sql, clock }: PipelineContext,
  received: AsyncIterable<Uint8Array>,
  { finder: id, signature }: Handover,
): Promise<Arriving> {
  const finder = await findFinderTerms(sql, id);
  if (signature === null) return { received, finder, findSignature: async () => null };
  const keys = await listSigningKeys(sql, id, clock());
  const watched = await watchSignature(received, signature, keys, clock());
  return {
    received: watched.pieces,
    finder,
    findSignature: async () => {
      const outcome = await watched.outcome();
      return {
        bytes: signature,
        fingerprint: outcome.kind === "good" ? outcome.fingerprint : null,
      };
    },
  };
}

/** Why the report is to wait for a person; null: nothing speaks against it. */
export async function findWait(
  { sql, clock, instance }: PipelineContext,
  arrived: {
    readonly basis: Basis;
    readonly terms: ReportTerms;
    readonly arriving: Pick<Arriving, "finder">;
    readonly signature: ReportSignature | null;
  },
): Promise<WaitReason | null> {
  const { basis, terms, arriving, signature } = arrived;
  const since = new Date(clock().getTime() - dayMs);
  return findWaitReason({
    known: basis.world.finders.some(({ id }) => id === terms.finder),
    trusted: terms.trusted,
    signed: arriving.finder.signed,
    signature: signature === null ? "none" : signature.fingerprint === null ? "bad" : "good",
    rowsOfDay: terms.trusted ? 0 : await sumRowsSince(sql, terms.finder, since),
    mostRows: instance.brakes.untrustedRowsPerDay,
  });
}
