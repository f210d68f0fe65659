import type { FindingType } from "./finding-type.ts";

/** The finding types that a reader met, in the order in which it met them. */
export type TypeIndex = {
  readonly types: readonly FindingType[];
  /** Number of the type, from 0; -1 when no further type fits into the 16 bits of a batch's column. */
  indexOf(type: FindingType): number;
};

const maxTypes = 1 << 16;

export function makeTypeIndex(): TypeIndex {
  const types: FindingType[] = [];
  const byId = new Map<string, number>();
  return {
    types,
    indexOf(type) {
      const known = byId.get(type.id);
      if (known !== undefined) return known;
      if (types.length === maxTypes) return -1;
      byId.set(type.id, types.length);
      types.push(type);
      return types.length - 1;
    },
  };
}
