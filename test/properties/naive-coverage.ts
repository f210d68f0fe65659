import { usualType } from "../../src/domain/decision/usual-question.ts";
import type { Address } from "../../src/domain/network/ip-address.ts";
import { type Prefix, toWords } from "../../src/domain/network/prefix.ts";
import type { World } from "../../src/domain/world/world.ts";
import { naiveDecider, type Setting } from "./fast-decide.ts";
import { makeQuestion } from "./make-world.ts";
import { numberOf, rangesOf, systemOf } from "./naive-objects.ts";

/** First addresses of all stretches in which no range and no prefix begins or ends. */
function stretchStarts(
  { world, registry }: Setting,
  family: 4 | 6,
  listed: readonly Prefix[],
): bigint[] {
  const ranges = [registry.announced, registry.delegated, registry.contactRanges].flatMap((table) =>
    rangesOf(table, family),
  );
  const starts = [0n, ...ranges.flatMap(({ first, last }) => [first, last + 1n])];
  for (const prefix of [...prefixesOf(world), ...listed]) {
    if (prefix.family !== family) continue;
    const first = numberOf(prefix);
    starts.push(first, first + (1n << BigInt((family === 4 ? 32 : 128) - prefix.bits)));
  }
  return [...new Map(starts.map((start) => [String(start), start])).values()].sort((a, b) =>
    a < b ? -1 : 1,
  );
}

function prefixesOf({ organisations, stops }: World) {
  const assets = [
    ...organisations.flatMap(({ claims }) => claims.map(({ asset }) => asset)),
    ...organisations.flatMap(({ constituency }) => constituency),
    ...stops.map(({ asset }) => asset),
  ];
  return assets.flatMap((asset) => (asset.kind === "prefix" ? [asset.prefix] : []));
}

/** A stretch of addresses with one answer to one question. */
export type NaiveStretch = {
  readonly size: bigint;
  readonly outcome: string;
  readonly owner: string | null;
  readonly organisation: string | null;
  readonly asn: number | null;
};

/** Every stretch inside, one question for each. */
export function naiveStretches(
  setting: Setting,
  family: 4 | 6,
  isInside: (address: Address) => boolean,
  at: number,
  listed: readonly Prefix[] = [],
): NaiveStretch[] {
  const decide = naiveDecider(setting);
  const end = 1n << (family === 4 ? 32n : 128n);
  const starts = stretchStarts(setting, family, listed).filter((start) => start < end);
  const stretches: NaiveStretch[] = [];
  for (const [i, start] of starts.entries()) {
    const address = { family, words: toWords(family, start) };
    if (!isInside(address)) continue;
    const usual = { type: usualType("address"), observedAt: at, decidedAt: at };
    const { owner, primary, held } = decide({ ...makeQuestion(usual), address });
    const isOwn = ["nobody", "declined", "stopped"].includes(held?.reason ?? "");
    stretches.push({
      size: (starts[i + 1] ?? end) - start,
      outcome: primary?.rung ?? (isOwn ? (held?.reason ?? "") : "held"),
      owner,
      organisation: primary?.organisation ?? null,
      asn: systemOf(setting.registry, address)?.asn ?? null,
    });
  }
  return stretches;
}

/** How many addresses inside end where. */
export function naiveCoverage(...asked: Parameters<typeof naiveStretches>) {
  const byRung: Record<string, bigint> = {};
  let addresses = 0n;
  for (const { outcome, size } of naiveStretches(...asked)) {
    byRung[outcome] = (byRung[outcome] ?? 0n) + size;
    addresses += size;
  }
  return { addresses, byRung };
}
