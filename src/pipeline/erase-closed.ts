import type { DecisionBasis } from "../domain/decision/decision-basis.ts";
import { findAddress } from "../domain/network/ip-address.ts";
import { viewRegistry } from "../domain/registry/registry-view.ts";
import { type Sql, transaction } from "../platform/database.ts";
import {
  type ErasableFinding,
  type ErasedFinding,
  eraseFindings,
  lockErasable,
} from "../store/erased-findings.ts";

const atOnce = 5000;

/**
 * Forgets where findings were that were closed before an instant: case, type, AS, sector and country stay, for the figures
 * (golden scenario 13). A transaction for each few thousand; answers how many.
 */
export async function eraseClosed(
  sql: Sql,
  readBasis: () => Promise<DecisionBasis>,
  before: Date,
  now: Date,
): Promise<number> {
  let describe: ((finding: ErasableFinding) => ErasedFinding) | null = null;
  for (let erased = 0; ; ) {
    const count = await transaction(
      sql,
      async (sql) => {
        const found = await lockErasable(sql, before, atOnce);
        if (found.length === 0) return 0;
        describe ??= makeDescription(await readBasis());
        await eraseFindings(sql, found.map(describe), now);
        return found.length;
      },
      { attempts: 3 },
    );
    erased += count;
    if (count < atOnce) return erased;
  }
}

function makeDescription({
  registry,
  world,
}: DecisionBasis): (finding: ErasableFinding) => ErasedFinding {
  const view = viewRegistry(registry);
  const sectors = new Map(world.organisations.map(({ id, sector }) => [id, sector]));
  return ({ finding, address: text, owner, caseName }) => {
    const address = text === null ? null : findAddress(text);
    const network = address === null ? null : view.networkOf(address);
    const sector = owner === null ? null : (sectors.get(owner) ?? null);
    const { asn = null, country = null } = network ?? {};
    return { finding, caseName, asn, sector, country };
  };
}
