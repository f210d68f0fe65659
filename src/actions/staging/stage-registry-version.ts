import { stat } from "node:fs/promises";
import type { RegistryLayer } from "../../domain/registry/registry.ts";
import {
  areSameRanges,
  compareRanges,
  type RegistryDifference,
} from "../../domain/registry/registry-difference.ts";
import type { RegistrySource } from "../../domain/registry/registry-source.ts";
import type { Sql } from "../../platform/database.ts";
import { AppError } from "../../platform/errors.ts";
import { newUuid } from "../../platform/uuid.ts";
import { findRegistryVersions, readNamedRanges } from "../../store/registry.ts";
import { type ResolvedRegistry, resolveStaging } from "../../store/registry-resolution.ts";
import { createRegistryStaging } from "../../store/registry-staging.ts";
import {
  haveSameSystems,
  type LoadedFile,
  lockRegistryLayer,
} from "../../store/registry-versions.ts";
import { stageRegistryFile } from "./stage-registry-file.ts";

export type StageRegistryInput = {
  readonly layer: RegistryLayer;
  /** Files that make up the layer together; plain, gzip or zstd. */
  readonly paths: readonly string[];
  /** ISO 3166-1 alpha-2: where ranges without a country belong. */
  readonly country: string | null;
  /** Called now and then with the bytes read so far, of all files together, as packed. */
  readonly onProgress?: (readBytes: number, totalBytes: number) => void;
};

/** A version of a layer that holds for nobody yet. */
export type StagedVersion = {
  /** UUID. */
  readonly version: string;
  /** The version that holds; null before the first load. */
  readonly present: string | null;
  /** Whether that one says the same. */
  readonly isSame: boolean;
  readonly files: readonly LoadedFile[];
  readonly resolved: ResolvedRegistry;
  readonly difference: RegistryDifference;
};

/**
 * Reads files into a version of a layer beside the present one, and compares the two; to be called in a transaction,
 * which has the layer for itself from then on. Throws `input-refused` when a file as a whole cannot be used.
 */
export async function stageRegistryVersion(
  sql: Sql,
  sources: readonly RegistrySource[],
  input: StageRegistryInput,
  now: Date,
): Promise<StagedVersion> {
  const { layer } = input;
  await lockRegistryLayer(sql, layer);
  await createRegistryStaging(sql);
  const files = await stageFiles(sql, sources, input);
  const version = newUuid(now.getTime());
  const resolved = await resolveStaging(sql, layer, version);
  checkResolved(input, resolved);
  const present = (await findRegistryVersions(sql))[layer];
  const before = await readNamedRanges(sql, layer, present);
  const after = await readNamedRanges(sql, layer, version);
  const isSame =
    present !== null &&
    areSameRanges(before, after) &&
    (await haveSameSystems(sql, present, version));
  return { version, present, isSame, files, resolved, difference: compareRanges(before, after) };
}

/** Throws `wrong-usage` before anything is opened. */
export function checkStageInput({ paths, country }: StageRegistryInput): void {
  if (paths.length === 0) {
    throw new AppError("wrong-usage", "No file to load.", { remedy: "Name at least one." });
  }
  if (country !== null && !/^[A-Z]{2}$/.test(country)) {
    throw new AppError("wrong-usage", `Not a country: ${JSON.stringify(country)}.`, {
      remedy: "Give two capital letters (ISO 3166-1), such as NL.",
    });
  }
}

async function stageFiles(
  sql: Sql,
  sources: readonly RegistrySource[],
  input: StageRegistryInput,
): Promise<LoadedFile[]> {
  const sizes = await Promise.all(input.paths.map((path) => stat(path).catch(() => null)));
  const totalBytes = sizes.reduce((sum, size) => sum + (size?.size ?? 0), 0);
  let readBytes = 0;
  const onRead = (bytes: number) => {
    readBytes += bytes;
    input.onProgress?.(readBytes, totalBytes);
  };
  const files: LoadedFile[] = [];
  for (const path of input.paths) {
    files.push(await stageRegistryFile(sql, sources, path, { ...input, onRead }));
  }
  return files;
}

function checkResolved({ layer }: StageRegistryInput, resolved: ResolvedRegistry): void {
  if (resolved.ranges > 0 || resolved.systems > 0) return;
  const isContacts = layer === "contacts";
  throw new AppError(
    "input-refused",
    isContacts
      ? `None of ${resolved.withoutContact} ranges has an abuse contact (${resolved.unknownDesks} desks unknown).`
      : "The files hold no range.",
    {
      remedy: isContacts
        ? "Load inetnum, inet6num, aut-num, organisation and role together in one command: they refer to each other."
        : "Check that these are the right files.",
    },
  );
}
