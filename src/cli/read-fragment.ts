import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import { z } from "zod";
import { AppError } from "../platform/errors.ts";

const longest = 1_000_000;

/** Reads a file of keys and values, YAML or JSON; throws `wrong-usage` for one that is not there, `input-refused` for others. */
export async function readFragment(path: string): Promise<Readonly<Record<string, unknown>>> {
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    throw new AppError("wrong-usage", `${path} cannot be read: ${(error as Error).message}.`);
  });
  if (text.length > longest) throw new AppError("input-refused", `${path} is too large.`);
  try {
    return z.record(z.string(), z.unknown()).parse(parse(text, { maxAliasCount: 0 }));
  } catch (error) {
    const why = error instanceof z.ZodError ? "no keys with values" : (error as Error).message;
    throw new AppError("input-refused", `${path}: ${why}.`, {
      remedy: "Write keys of an organisation in the world file with their new values.",
    });
  }
}
