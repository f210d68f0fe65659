import type { FindingKeyHasher } from "../domain/finding/finding-key.ts";
import type { FindingType } from "../domain/finding/finding-type.ts";
import type { KnownFindings } from "../domain/finding/known-findings.ts";
import { freerStanding, isFreer } from "../domain/finding/standing.ts";
import { formatAddress } from "../domain/network/ip-address.ts";
import type { OpenedFindings } from "../store/findings.ts";
import { type Chunk, noImprovements, type RowType } from "./material/chunk.ts";

/** Writes the key of every row's finding: network object, port and transport where they count, type (2-domain.md). */
export function hashKeys(chunk: Chunk, types: readonly RowType[], hasher: FindingKeyHasher): void {
  const { batch, keys } = chunk;
  for (let i = 0; i < batch.count; i++) {
    const { type, hash } = types[batch.type[i] as number] as RowType;
    const port = type.port ? (batch.port[i] as number) : 0;
    const transport = transportOf(type, batch.transport[i] as number);
    if (chunk.aboutName[i] === 1) {
      const name = batch.names[i] as string;
      hasher.hashName(hash, type.about === "mail-domain", name, port, transport, keys, i * 4);
    } else {
      hasher.hashAddress(
        hash,
        batch.family[i] as number,
        batch.words,
        i * 4,
        port,
        transport,
        keys,
        i * 4,
      );
    }
  }
}

/** The transport that is part of the identity: the row's own, else the usual one of its type. */
function transportOf(type: FindingType, ofRow: number): number {
  return type.port ? ofRow || type.transport : 0;
}

/** How many rows have keys that are not known: as many ids at most are needed. */
export function countUnknown(chunk: Chunk, known: KnownFindings): number {
  let unknown = 0;
  for (let i = 0; i < chunk.batch.count; i++) if (known.find(chunk.keys, i * 4) < 0) unknown++;
  return unknown;
}

/**
 * Says of each row which finding it saw and whether that is new, seen again or reopened, and lets `known` know.
 *
 * Of rows about one finding the earliest stands for it; the freest standing and the worst severity count.
 *
 * @param standing `encodeStanding` of the report
 * @param idsFrom first of as many free ids as `countUnknown` said
 */
export function identify(
  chunk: Chunk,
  types: readonly RowType[],
  known: KnownFindings,
  standing: number,
  idsFrom: number,
): void {
  const { batch, fresh, reopened } = chunk;
  const reopenedPlaces = new Map<number, number>();
  fresh.count = 0;
  reopened.count = 0;
  chunk.improved = noImprovements();
  chunk.eventsSeenAgain = false;

  for (let i = 0; i < batch.count; i++) {
    const slot = known.find(chunk.keys, i * 4);
    const observedAtS = Math.floor((batch.observedAt[i] as number) / 1000);
    const severity = batch.severity[i] as number;
    if (slot < 0) {
      const id = idsFrom + fresh.count;
      known.add(chunk.keys, i * 4, { id, standing, severity, observedAtS, closed: false });
      chunk.ids[i] = id;
      open(fresh, chunk.freshRow, chunk, types, i, id, standing);
      continue;
    }
    const id = known.idOf(slot);
    chunk.ids[i] = id;
    if (known.isClosed(slot)) {
      // An observation from before it was closed says nothing about now.
      if (observedAtS <= known.observedAtOf(slot)) continue;
      known.set(slot, { id, standing, severity, observedAtS, closed: false });
      reopenedPlaces.set(id, reopened.count);
      open(reopened, chunk.reopenedRow, chunk, types, i, id, standing);
      continue;
    }
    if ((types[batch.type[i] as number] as RowType).type.nature === "event")
      chunk.eventsSeenAgain = true;
    const better =
      isFreer(standing, known.standingOf(slot)) ||
      severity > known.severityOf(slot) ||
      observedAtS < known.observedAtOf(slot);
    if (better) {
      known.set(slot, {
        id,
        standing: freerStanding(standing, known.standingOf(slot)),
        severity: Math.max(severity, known.severityOf(slot)),
        observedAtS: Math.min(observedAtS, known.observedAtOf(slot)),
        closed: false,
      });
    }
    const place = id >= idsFrom && id < idsFrom + fresh.count ? id - idsFrom : undefined;
    if (place !== undefined) {
      fold(fresh, place, chunk.freshRow, chunk, i, standing);
    } else if (reopenedPlaces.has(id)) {
      fold(reopened, reopenedPlaces.get(id) as number, chunk.reopenedRow, chunk, i, standing);
    } else if (better || (batch.names[i] !== null && observedAtS === known.observedAtOf(slot))) {
      // Two addresses of one name, or names of one address, in the same second: the database keeps the lower.
      improve(chunk, i, id, standing);
    }
  }
}

/** Adds the episode that row i opens. */
function open(
  opened: OpenedFindings,
  rows: Int32Array,
  chunk: Chunk,
  types: readonly RowType[],
  i: number,
  id: number,
  standing: number,
): void {
  const { batch } = chunk;
  const { type, number } = types[batch.type[i] as number] as RowType;
  const at = opened.count++;
  rows[at] = i;
  opened.ids[at] = id;
  opened.type[at] = number;
  opened.severity[at] = batch.severity[i] as number;
  opened.standing[at] = standing;
  opened.port[at] = type.port ? (batch.port[i] as number) : 0;
  opened.transport[at] = transportOf(type, batch.transport[i] as number);
  for (let word = 0; word < 4; word++)
    opened.keys[at * 4 + word] = chunk.keys[i * 4 + word] as number;
  represent(opened, at, rows, chunk, i);
}

/** Lets row i stand for the opened episode. */
function represent(
  opened: OpenedFindings,
  at: number,
  rows: Int32Array,
  chunk: Chunk,
  i: number,
): void {
  const { batch } = chunk;
  rows[at] = i;
  opened.family[at] = batch.family[i] as number;
  for (let word = 0; word < 4; word++)
    opened.words[at * 4 + word] = batch.words[i * 4 + word] as number;
  opened.names[at] = batch.names[i] as string | null;
  opened.observedAt[at] = batch.observedAt[i] as number;
  opened.evidenceOffset[at] = batch.offset[i] as number;
}

/** Folds another row about an episode that this chunk opened into it. */
function fold(
  opened: OpenedFindings,
  at: number,
  rows: Int32Array,
  chunk: Chunk,
  i: number,
  standing: number,
): void {
  opened.severity[at] = Math.max(opened.severity[at] as number, chunk.batch.severity[i] as number);
  opened.standing[at] = freerStanding(opened.standing[at] as number, standing);
  if (comesBefore(chunk, i, rows[at] as number)) represent(opened, at, rows, chunk, i);
}

/** Whether row a stands for a finding before row b: earlier, or of the same instant with the lower address or name. */
function comesBefore(chunk: Chunk, a: number, b: number): boolean {
  const { observedAt, family, words, names } = chunk.batch;
  if (observedAt[a] !== observedAt[b]) return (observedAt[a] as number) < (observedAt[b] as number);
  if (family[a] !== family[b])
    return family[b] === 0 || (family[a] !== 0 && (family[a] as number) < (family[b] as number));
  for (let word = 0; word < 4; word++) {
    const wordA = words[a * 4 + word] as number;
    const wordB = words[b * 4 + word] as number;
    if (wordA !== wordB) return wordA < wordB;
  }
  return (names[a] ?? "") < (names[b] ?? "");
}

function improve(chunk: Chunk, i: number, id: number, standing: number): void {
  const { batch, improved } = chunk;
  const family = batch.family[i] as number;
  improved.ids.push(id);
  improved.standing.push(standing);
  improved.severity.push(batch.severity[i] as number);
  improved.observedAt.push(batch.observedAt[i] as number);
  improved.names.push(batch.names[i] ?? null);
  improved.addresses.push(
    family === 0
      ? null
      : formatAddress({
          family: family === 4 ? 4 : 6,
          words: [
            batch.words[i * 4] as number,
            batch.words[i * 4 + 1] as number,
            batch.words[i * 4 + 2] as number,
            batch.words[i * 4 + 3] as number,
          ],
        }),
  );
}
