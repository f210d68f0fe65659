import type { Words } from "../network/ip-address.ts";
import { mergeIndexes4, mergeIndexes6 } from "../network/merged-index.ts";
import { forEachRange4, forEachRange6 } from "../network/range-index.ts";
import { makeStretches, sizeOfRange } from "../network/stretches.ts";
import type { CompiledWorld } from "../world/compiled-world.ts";
import { decideAbout } from "./decide.ts";
import { usualQuestion, usualType } from "./usual-question.ts";

/** Addresses of a country whose findings would go elsewhere. */
export type CoverageDifference = {
  readonly v4: { readonly addresses: number; readonly changed: number };
  /** Decimal strings. */
  readonly v6: { readonly addresses: string; readonly changed: string };
  /** The greater of the two families; 0 where the country has no addresses. */
  readonly changedShare: number;
  /** The largest stretches that change, IPv4 first. */
  readonly examples: readonly {
    readonly range: string;
    readonly addresses: number | string;
    readonly before: string;
    readonly after: string;
  }[];
};

type Change = { readonly before: string; readonly after: string };

const examplesPerFamily = 5;

/**
 * Asks both worlds what `who` asks without a type, for every address of the country, and compares whom it would go to.
 *
 * Only the primary counts: rung, organisation and address, or the reason why there is none. Both worlds have to be
 * compiled with the same registry.
 */
export function compareCoverage(
  before: CompiledWorld,
  after: CompiledWorld,
  { country, at }: { readonly country: string; readonly at: number },
): CoverageDifference {
  const primaryBefore = makePrimaries(before, at);
  const primaryAfter = makePrimaries(after, at);
  const stretches = makeStretches<Change>(examplesPerFamily);
  const tally = (family: 4 | 6) => {
    const counts = { addresses: 0n, changed: 0n };
    const merged =
      family === 4
        ? mergeIndexes4([before.addresses4, after.addresses4])
        : mergeIndexes6([before.addresses6, after.addresses6]);
    const tuples = merged.tuples.toColumns();
    const visit = (first: Words, last: Words, tuple: number) => {
      stretches.next();
      const [old, now] = [tuples[tuple * 2] as number, tuples[tuple * 2 + 1] as number];
      if (after.addressClasses[now]?.country !== country) return;
      const range = { family, first, last };
      const size = sizeOfRange(range);
      counts.addresses += size;
      const change = { before: primaryBefore(old), after: primaryAfter(now) };
      if (change.before === change.after) return;
      counts.changed += size;
      stretches.add(`${change.before} > ${change.after}`, range, change);
    };
    if (merged.index.family === 4) {
      forEachRange4(merged.index, (first, last, tuple) =>
        visit([first, 0, 0, 0], [last, 0, 0, 0], tuple),
      );
    } else {
      forEachRange6(merged.index, visit);
    }
    return counts;
  };
  const [v4, v6] = [tally(4), tally(6)];
  return {
    v4: { addresses: Number(v4.addresses), changed: Number(v4.changed) },
    v6: { addresses: String(v6.addresses), changed: String(v6.changed) },
    changedShare: Math.max(shareOf(v4), shareOf(v6)),
    examples: stretches.finish().largest.map(({ range, addresses, fact }) => {
      return { range, addresses, ...fact };
    }),
  };
}

/** Whom addresses of a class go to, as text that people can read; worked out when first asked for. */
function makePrimaries(world: CompiledWorld, at: number): (addressClass: number) => string {
  const input = usualQuestion(usualType("address"), at);
  const primaries: (string | undefined)[] = [];
  return (addressClass) => {
    const known = primaries[addressClass];
    if (known !== undefined) return known;
    const address = world.addressClasses[addressClass] ?? null;
    const { primary, held } = decideAbout({ address, name: null }, input, world);
    const text =
      primary === null
        ? `held: ${held.reason}`
        : `${primary.rung}: ${[primary.organisation, primary.address].filter(Boolean).join(" ")}`;
    primaries[addressClass] = text;
    return text;
  };
}

function shareOf({ addresses, changed }: { addresses: bigint; changed: bigint }): number {
  return addresses === 0n ? 0 : Number(changed) / Number(addresses);
}
