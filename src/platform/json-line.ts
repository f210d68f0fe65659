/** An object of JSON; its keys are data, whatever they are called. */
export type JsonObject = { readonly [key: string]: unknown };

/** Reads the JSON object in `bytes[from..until)`; null when it is none. */
export function findJsonObject(bytes: Uint8Array, from: number, until: number): JsonObject | null {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + from, until - from).toString("utf8");
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : null;
  } catch {
    return null;
  }
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Values that are looked into; hostile objects have more and deeper ones, which stay whole. */
const maxValues = 2000;
const maxDepth = 8;

/**
 * The values of an object by their keys, those of objects in it by dotted keys (`info.severity`), in order; nothing for
 * null and empty text. Lists are JSON text.
 */
export function flattenJson(object: JsonObject): Map<string, string> {
  const values = new Map<string, string>();
  addValues(object, "", 0, values);
  return values;
}

function addValues(
  object: JsonObject,
  prefix: string,
  depth: number,
  values: Map<string, string>,
): void {
  for (const [key, value] of Object.entries(object)) {
    if (values.size >= maxValues) return;
    if (isJsonObject(value) && depth < maxDepth)
      addValues(value, `${prefix}${key}.`, depth + 1, values);
    else {
      const text = jsonText(value);
      if (text !== "") values.set(prefix + key, text);
    }
  }
}

/** A value as text: text as it is, numbers and truth values as JSON writes them, null as nothing, the rest as JSON. */
export function jsonText(value: unknown): string {
  if (typeof value === "string") return value;
  if (value === null || value === undefined) return "";
  try {
    return JSON.stringify(value);
  } catch {
    // Too deep for the stack.
    return "(nested too deeply)";
  }
}
