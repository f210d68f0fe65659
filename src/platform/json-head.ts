import { findJsonObject, type JsonObject } from "./json-line.ts";
import { makeLineScanner } from "./line-scanner.ts";

/** What JSON lines begin with: the first line's object, or what is there instead. */
export type JsonHead =
  | { readonly kind: "object"; readonly object: JsonObject }
  | { readonly kind: "list" }
  | { readonly kind: "other" };

/** Lines that are looked at for the first object: what a list begins with may be damaged. */
const maxLines = 20;

/** Looks at the first lines from the offset on. */
export function readJsonHead(head: Uint8Array, offset: number): JsonHead {
  const scanner = makeLineScanner();
  let at = offset;
  for (let line = 0; line < maxLines; line += 1) {
    const found = scanner.scan(head, at, head.length, true);
    if (line === 0 && found !== 1 && head[scanner.start] === 91) return { kind: "list" };
    if (found !== 0) break;
    const object = findJsonObject(head, scanner.start, scanner.end);
    if (object !== null) return { kind: "object", object };
    at = scanner.next;
  }
  return { kind: "other" };
}
