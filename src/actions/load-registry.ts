import { stat } from "node:fs/promises";
import type { Actor } from "../domain/access/actor.ts";
import type { RegistryLayer } from "../domain/registry/registry.ts";
import {
  areSameRanges,
  compareRanges,
  type RegistryDifference,
} from "../domain/registry/registry-difference.ts";
import type { RegistrySource } from "../domain/registry/registry-source.ts";
import type { Clock } from "../platform/clock.ts";
import { type Sql, transaction } from "../platform/database.ts";
import { AppError } from "../platform/errors.ts";
import { newUuid } from "../platform/uuid.ts";
import { appendAudit } from "../store/audit.ts";
import { findRegistryVersions, readNamedRanges } from "../store/registry.ts";
import { type ResolvedRegistry, resolveStaging } from "../store/registry-resolution.ts";
import { createRegistryStaging } from "../store/registry-staging.ts";
import {
  dropRegistryVersion,
  haveSameSystems,
  type LoadedFile,
  lockRegistryLayer,
  replaceRegistryVersion,
} from "../store/registry-versions.ts";
import { permit } from "./access/permit.ts";
import { stageRegistryFile } from "./staging/stage-registry-file.ts";

export type LoadRegistryContext = {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly registrySources: readonly RegistrySource[];
};

export type LoadRegistryInput = {
  readonly actor: Actor;
  readonly layer: RegistryLayer;
  /** Files that make up the layer together; plain, gzip or zstd. */
  readonly paths: readonly string[];
  /** ISO 3166-1 alpha-2: where ranges without a country belong. */
  readonly country: string | null;
  /** Replace the layer even when much of it changes. */
  readonly force: boolean;
  /** Called now and then with the bytes read so far, of all files together, as packed. */
  readonly onProgress?: (readBytes: number, totalBytes: number) => void;
};

/** What a load did. */
export type LoadRegistryAnswer = ResolvedRegistry & {
  /** The version that holds now. */
  readonly version: string;
  /** False when the files say what the present version says already: it goes on to hold. */
  readonly replaced: boolean;
  readonly layer: RegistryLayer;
  readonly files: readonly LoadedFile[];
  readonly difference: RegistryDifference;
};

/** A load that changes a greater share of a family's addresses waits for a person. */
const registryBrakeShare = 0.1;

/**
 * Replaces a layer of the registry by what the files say, in one step, and answers what that changes.
 *
 * Until it is done, and whenever it fails, the present version holds. Throws `brake` when more than a tenth of the
 * addresses of either family would change, `input-refused` when a file as a whole cannot be used.
 */
export async function loadRegistry({
  context,
  input,
}: {
  readonly context: LoadRegistryContext;
  readonly input: LoadRegistryInput;
}): Promise<LoadRegistryAnswer> {
  const { actor } = input;
  permit(actor, "registry.load");
  checkInput(input);
  return transaction(context.sql, async (sql) => {
    await lockRegistryLayer(sql, input.layer);
    await createRegistryStaging(sql);
    const files = await stageFiles(sql, context.registrySources, input);
    const version = newUuid(context.clock().getTime());
    const resolved = await resolveStaging(sql, input.layer, version);
    checkResolved(input, resolved);
    const { difference, same } = await compareWithPresent(sql, input.layer, version);
    if (same !== null) {
      await dropRegistryVersion(sql, version);
      return { version: same, replaced: false, layer: input.layer, files, difference, ...resolved };
    }
    if (!input.force && difference.changedShare > registryBrakeShare) {
      throw toBrake(input.layer, difference);
    }
    const { layer } = input;
    const loadedAt = context.clock();
    const { ranges } = resolved;
    await replaceRegistryVersion(sql, { id: version, layer, loadedAt, files, ranges, difference });
    const { changedShare } = difference;
    const detail = { layer, ranges, changedShare, forced: input.force };
    await appendAudit(sql, {
      at: loadedAt,
      actor,
      act: "registry.load",
      about: null,
      subject: version,
      detail,
    });
    return { version, replaced: true, layer, files, difference, ...resolved };
  });
}

function checkInput({ paths, country }: LoadRegistryInput): void {
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
  input: LoadRegistryInput,
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

function checkResolved(input: LoadRegistryInput, resolved: ResolvedRegistry): void {
  if (resolved.ranges > 0 || resolved.systems > 0) return;
  const isContacts = input.layer === "contacts";
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

/** What the version changes; `same` is the present version when it says the same. */
async function compareWithPresent(
  sql: Sql,
  layer: RegistryLayer,
  version: string,
): Promise<{ difference: RegistryDifference; same: string | null }> {
  const present = (await findRegistryVersions(sql))[layer];
  const before = await readNamedRanges(sql, layer, present);
  const after = await readNamedRanges(sql, layer, version);
  const isSame =
    present !== null &&
    areSameRanges(before, after) &&
    (await haveSameSystems(sql, present, version));
  return { difference: compareRanges(before, after), same: isSame ? present : null };
}

function toBrake(layer: RegistryLayer, difference: RegistryDifference): AppError {
  const percent = (difference.changedShare * 100).toFixed(1);
  const { v4, v6 } = difference;
  const counts = (change: { added: unknown; removed: unknown; changed: unknown }) =>
    `${change.added} added, ${change.removed} removed, ${change.changed} changed`;
  return new AppError(
    "brake",
    `The ${layer} registry would change for ${percent} % of the addresses (the brake is at ${registryBrakeShare * 100} %): ` +
      `IPv4 ${counts(v4)}; IPv6 ${counts(v6)}. Nothing was changed.`,
    { details: { layer, difference } },
  );
}
