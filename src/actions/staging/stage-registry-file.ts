import { createHash, type Hash } from "node:crypto";
import { basename } from "node:path";
import type { RegistryLayer } from "../../domain/registry/registry.ts";
import type {
  RegistryEntry,
  RegistryFault,
  RegistrySource,
} from "../../domain/registry/registry-source.ts";
import type { Sql } from "../../platform/database.ts";
import { AppError } from "../../platform/errors.ts";
import { readFileStream } from "../../platform/read-file-stream.ts";
import { stageRegistryEntries } from "../../store/registry-staging.ts";
import type { LoadedFile } from "../../store/registry-versions.ts";

/** The whole database of the largest registry is a third of this, unpacked. */
const maxFileBytes = 32 * 1024 ** 3;
const entriesPerBatch = 10_000;
/** Of what does not parse so many are told. */
const faultsTold = 20;
/** Some reasons hold a word of the file. */
const reasonsTold = 50;
/** A file may have a few faults, or one in twenty; with more it is not what it seems to be. */
const faultsAllowed = 3;
const faultShareAllowed = 0.05;

export type StageFileOptions = {
  readonly layer: RegistryLayer;
  readonly country: string | null;
  readonly onRead: (bytes: number) => void;
};

type Tally = {
  entries: number;
  faults: number;
  readonly firstFaults: RegistryFault[];
  readonly skipped: Map<string, number>;
};

/** Reads a file in the format that it turns out to have into the staging table, in constant memory. */
export async function stageRegistryFile(
  sql: Sql,
  sources: readonly RegistrySource[],
  path: string,
  { layer, country, onRead }: StageFileOptions,
): Promise<LoadedFile> {
  const name = basename(path);
  const { head, chunks } = await readFileStream(path, { maxBytes: maxFileBytes, onRead });
  const source = getSource(sources, head, name, layer);
  const tally: Tally = { entries: 0, faults: 0, firstFaults: [], skipped: new Map() };
  let waiting: RegistryEntry[] = [];
  const hash = createHash("sha256");
  for await (const batch of source.read(hashing(chunks, hash), {
    layer,
    country,
    fileName: name,
  })) {
    for (const entry of batch.entries) waiting.push(entry);
    count(tally, batch);
    if (waiting.length < entriesPerBatch) continue;
    await stageRegistryEntries(sql, waiting);
    waiting = [];
  }
  await stageRegistryEntries(sql, waiting);
  checkTally(tally, name, layer);
  const { entries, faults, firstFaults, skipped } = tally;
  const { format } = source;
  const sha256 = hash.digest("hex");
  return {
    name,
    sha256,
    format,
    entries,
    faults,
    firstFaults,
    skipped: Object.fromEntries(skipped),
  };
}

async function* hashing<Chunk extends Uint8Array>(
  chunks: AsyncIterable<Chunk>,
  hash: Hash,
): AsyncGenerator<Chunk> {
  for await (const chunk of chunks) {
    hash.update(chunk);
    yield chunk;
  }
}

function getSource(
  sources: readonly RegistrySource[],
  head: Uint8Array,
  name: string,
  layer: RegistryLayer,
): RegistrySource {
  const refuse = (problem: string, remedy: string) =>
    new AppError("input-refused", `${name}: ${problem}.`, { remedy });
  if (head.length === 0) throw refuse("the file is empty", "Get the file again.");
  const source = sources.find((candidate) => candidate.recognises(head));
  if (source === undefined) {
    throw refuse(
      head.includes(0) ? "a binary file (MMDB is not read yet)" : "the format is not known",
      "Give CSV ranges (first,last,…), a RIS dump, delegated-extended statistics or RPSL; plain, gzip or zstd.",
    );
  }
  if (!source.layers.includes(layer)) {
    throw refuse(
      `format ${source.format} says nothing about the layer ${layer}`,
      `It can be loaded with --layer ${source.layers.join(" or --layer ")}.`,
    );
  }
  return source;
}

function count(
  tally: Tally,
  batch: {
    readonly entries: readonly RegistryEntry[];
    readonly faults: readonly RegistryFault[];
    readonly skipped: ReadonlyMap<string, number>;
  },
): void {
  tally.entries += batch.entries.length;
  tally.faults += batch.faults.length;
  tally.firstFaults.push(...batch.faults.slice(0, faultsTold - tally.firstFaults.length));
  for (const [written, number] of batch.skipped) {
    const isTold = tally.skipped.has(written) || tally.skipped.size < reasonsTold;
    const reason = isTold ? written : "other";
    tally.skipped.set(reason, (tally.skipped.get(reason) ?? 0) + number);
  }
}

function checkTally(tally: Tally, name: string, layer: RegistryLayer): void {
  const [first] = tally.firstFaults;
  const isTooMany =
    tally.faults > faultsAllowed &&
    tally.faults > faultShareAllowed * (tally.entries + tally.faults);
  if (first !== undefined && (isTooMany || tally.entries === 0)) {
    throw new AppError(
      "input-refused",
      `${name}: ${tally.faults} of ${tally.entries + tally.faults} statements do not parse; the first: ` +
        `line ${first.line}: ${first.reason}: ${JSON.stringify(first.value)}.`,
      {
        remedy: "Get the file again, or correct these lines.",
        details: { faults: tally.firstFaults },
      },
    );
  }
  if (tally.entries === 0) {
    const skipped = [...tally.skipped].map(([reason, number]) => `${number} × ${reason}`);
    throw new AppError(
      "input-refused",
      `${name}: nothing for the layer ${layer}${skipped.length === 0 ? "" : ` (left out: ${skipped.join(", ")})`}.`,
      { remedy: "Check that this is the right file for the layer." },
    );
  }
}
