import { readFile } from "node:fs/promises";
import type { AskedSilence } from "../actions/suppressions/put-suppressions.ts";
import { findEmailAddress } from "../domain/network/email-address.ts";
import { wholeScope } from "../domain/world/silence.ts";
import { AppError } from "../platform/errors.ts";

/**
 * Reads a list of addresses that want no mail: `address[,until[,reason]]` a line, lines with `#` in front left out. Throws
 * `input-refused` with every line that is no such thing: half a list would mail those who asked not to be.
 */
export async function readSuppressionFile(path: string, reason: string): Promise<AskedSilence[]> {
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    throw new AppError("input-refused", `${path} cannot be read: ${(error as Error).message}.`);
  });
  const faults: string[] = [];
  const entries: AskedSilence[] = [];
  for (const [i, line] of text
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .entries()) {
    const [address = "", until = "", ...rest] = line.split(",").map(unquote);
    if (
      address === "" ||
      address.startsWith("#") ||
      (i === 0 && /^e?-?mail|^address/i.test(address))
    ) {
      continue;
    }
    const found = findEmailAddress(address);
    const end = until === "" ? null : new Date(until);
    if (found === null) faults.push(`${path}:${i + 1}: not a mail address`);
    else if (end !== null && Number.isNaN(end.getTime()))
      faults.push(`${path}:${i + 1}: not a time`);
    else
      entries.push({
        address: found,
        scope: wholeScope,
        until: end,
        reason: rest.join(",") || reason,
      });
  }
  if (faults.length > 0) {
    throw new AppError("input-refused", faults.slice(0, 100).join("\n"), {
      remedy: "Mend these lines; nothing was put on the list.",
    });
  }
  return entries;
}

function unquote(text: string): string {
  return text.trim().replace(/^"(.*)"$/, "$1");
}
