import { readFile } from "node:fs/promises";
import type { SecretPlace } from "../../domain/feed/feed.ts";
import { AppError } from "../../platform/errors.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads a secret anew, so that a changed one counts at once. Throws `feed-failed` naming its place, never its value. */
export async function readSecret(place: SecretPlace, environment: Environment): Promise<string> {
  const where = place.kind === "file" ? place.path : `the variable ${place.name}`;
  const text =
    place.kind === "file"
      ? await readFile(place.path, "utf8").catch(() => "")
      : (environment[place.name] ?? "");
  const secret = text.replace(/\r?\n$/, "");
  if (/^[\x21-\x7e]{1,500}$/.test(secret)) return secret;
  throw new AppError("feed-failed", `There is no secret in ${where}.`, {
    remedy: "Put it there, one line without spaces, readable by the user that Meldpunt runs as.",
  });
}
