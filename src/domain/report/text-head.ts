import type { Refusal } from "./source.ts";

/** Where a report's text begins behind its byte order mark, or why it is no text that can be read. */
export type TextHead =
  | { readonly kind: "text"; readonly offset: number }
  | { readonly kind: "refused"; readonly refusal: Refusal };

/** Looks at the beginning of a report: a UTF-8 byte order mark is passed over, nothing and UTF-16 are refused. */
export function readTextHead(head: Uint8Array): TextHead {
  if (isUtf16(head)) {
    return refused(
      "wrong-format",
      "The text is UTF-16.",
      "Save it as UTF-8 and hand it over again.",
    );
  }
  const offset = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
  let isBlank = true;
  for (let i = offset; i < head.length; i += 1) {
    const byte = head[i] as number;
    if (byte === 0) {
      return refused(
        "wrong-format",
        "This is not text: there are zero bytes in its first line.",
        "Hand over the list itself, plain or compressed with gzip, zstd or zip.",
      );
    }
    if (byte !== 32 && (byte < 9 || byte > 13)) isBlank = false;
    else if (!isBlank && (byte === 10 || byte === 13)) break;
  }
  if (!isBlank) return { kind: "text", offset };
  return refused(
    "empty",
    "There is nothing in it.",
    "Check what made the file, and hand it over again.",
  );
}

function isUtf16(head: Uint8Array): boolean {
  const [a, b, c, d] = head;
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) return true;
  // Without a mark: every other byte of Latin text is zero.
  return (a === 0 && c === 0 && b !== 0 && d !== 0) || (a !== 0 && b === 0 && c !== 0 && d === 0);
}

function refused(reason: Refusal["reason"], detail: string, remedy: string): TextHead {
  return { kind: "refused", refusal: { reason, detail, line: null, field: null, remedy } };
}
