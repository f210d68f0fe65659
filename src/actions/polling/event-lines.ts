import type { FinderId } from "../../domain/ids.ts";
import { deriveKey, type MasterKey } from "../../platform/master-key.ts";
import { openSealedBytes, sealBytes } from "../../platform/sealed-bytes.ts";

const lineEnd = 10;

/** Seals events, one a line, for the time that they wait. */
export function sealEventLines(
  masterKey: MasterKey,
  finder: FinderId,
  lines: readonly string[],
): Buffer {
  const text = lines.map((line) => `${line}\n`).join("");
  return sealBytes(toKey(masterKey), toName(finder), Buffer.from(text));
}

/** The lines again, each with its line end. */
export function* openEventLines(
  masterKey: MasterKey,
  finder: FinderId,
  sealed: Buffer,
): Generator<Buffer> {
  const bytes = openSealedBytes(toKey(masterKey), toName(finder), sealed);
  for (let from = 0; from < bytes.length; ) {
    const until = bytes.indexOf(lineEnd, from) + 1;
    yield bytes.subarray(from, until);
    from = until;
  }
}

const toKey = (masterKey: MasterKey): Buffer => deriveKey(masterKey, "received events");
const toName = (finder: FinderId): string => `events of ${finder}`;
