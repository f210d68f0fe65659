import { formatProblem, type Problem } from "../../domain/world/problem.ts";
import type { World } from "../../domain/world/world.ts";
import { AppError } from "../../platform/errors.ts";

/** Reads a world file: the whole world, or all that is wrong with it. */
export type ParseWorld = (
  text: string,
) => { readonly world: World } | { readonly problems: readonly Problem[] };

/** The world that a file says; throws `input-refused` with all that is wrong with it. */
export function readWorldFile(
  parseWorld: ParseWorld,
  { text, fileName }: { readonly text: string; readonly fileName: string },
): World {
  const parsed = parseWorld(text);
  if ("world" in parsed) return parsed.world;
  const { problems } = parsed;
  const lines = problems.map((problem) => formatProblem(fileName, problem));
  throw new AppError("input-refused", lines.join("\n"), {
    remedy: "Nothing was changed. Correct the file and load it again.",
    details: { problems },
  });
}
