import { findBreadthFault } from "../../domain/world/claim-breadth.ts";
import type { Trust } from "../../domain/world/trust.ts";
import type { Asset } from "../../domain/world/world.ts";
import { findPublicSuffix } from "../public-suffix.ts";
import { complain, type Reading } from "../structured-file/reading.ts";
import type { Path } from "../structured-file/structured-text.ts";

/** Complains about a claim that is too broad for its basis, or that nobody can make ("Too broad is refused"). */
export function checkBreadth(reading: Reading, path: Path, asset: Asset, basis: Trust): void {
  const fault = findBreadthFault(asset, basis, findPublicSuffix);
  if (fault !== null) complain(reading, path, fault.message, fault.remedy);
}
