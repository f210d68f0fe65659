import type { Catalogue } from "../../domain/finding/finding-type.ts";
import type { DomainName } from "../../domain/network/domain-name.ts";
import { isSuppressed } from "../../domain/world/accepts.ts";
import { classOfName } from "../../domain/world/compile-world.ts";
import type { AssetNode, CompiledWorld } from "../../domain/world/compiled-world.ts";
import { must } from "../../platform/errors.ts";
import type { DueRow } from "../../store/due-rows.ts";
import { classOfText } from "./decide-fact.ts";

/**
 * Rows for digests and informed parties that their addresses want no mail about, and the rest. Whoever is asked to act
 * was decided under the suppression list; these follow a decision that was made before.
 */
export function splitSilenced<Row extends DueRow>(
  world: CompiledWorld,
  catalogue: Catalogue,
  rows: readonly Row[],
  now: number,
): { readonly wanted: readonly Row[]; readonly silenced: readonly Row[] } {
  if (world.silences.all.length === 0) return { wanted: rows, silenced: [] };
  const wanted: Row[] = [];
  const silenced: Row[] = [];
  for (const row of rows) {
    const isSilenced =
      row.role !== "primary" && isSuppressed(world.toAddress(row.address), toQuestion(row));
    (isSilenced ? silenced : wanted).push(row);
  }
  return { wanted, silenced };

  function toQuestion(row: DueRow) {
    const type = must(catalogue.findType(row.type), `finding type ${row.type} left the catalogue`);
    const input = { type, severity: row.severity };
    return { decidedAt: now, input, objectHeads: headsOf(world, row) };
  }
}

function headsOf(world: CompiledWorld, { objectAddress, name }: DueRow): readonly AssetNode[] {
  const { prefix = null, system = null } =
    objectAddress === null ? {} : (world.addressClasses[classOfText(world, objectAddress)] ?? {});
  const ofName =
    name === null
      ? null
      : (world.nameClasses[classOfName(world, name as DomainName)]?.name ?? null);
  return [prefix, system, ofName].filter((head) => head !== null);
}
