/** Deeper than any answer of a registry, and far from what would exhaust the stack. */
const deepestNesting = 40;

/**
 * The value of a JSON text from a stranger, or what is wrong with it.
 *
 * Nesting is counted before anything is built, so that no answer makes a structure that walking it cannot bear.
 */
export function readBoundedJson(
  bytes: Uint8Array,
): { readonly value: unknown } | { readonly fault: string } {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return { fault: "is no UTF-8" };
  }
  if (nestingOf(text) > deepestNesting) return { fault: `nests deeper than ${deepestNesting}` };
  try {
    return { value: JSON.parse(text) };
  } catch {
    return { fault: "is no JSON" };
  }
}

function nestingOf(text: string): number {
  let deepest = 0;
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i += 1) {
    const sign = text.charAt(i);
    if (inString) {
      if (sign === "\\") i += 1;
      else if (sign === '"') inString = false;
    } else if (sign === '"') inString = true;
    else if (sign === "{" || sign === "[") deepest = Math.max(deepest, ++depth);
    else if (sign === "}" || sign === "]") depth -= 1;
  }
  return deepest;
}
