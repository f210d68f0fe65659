import { type EventValue, toBoolean } from "./harmonised-fields.ts";

/**
 * A column's value as Shadowserver's schema wants it in `extra`; null leaves it out. Conversions that look at the whole
 * row are known by the classification that we make ourselves, so here they take the value as it is.
 */
export function convertColumn(conversion: string | null, value: string): EventValue | null {
  const trimmed = value.trim();
  if (trimmed === "") return null;
  switch (conversion) {
    case "convert_int":
      return /^-?\d{1,15}$/.test(trimmed) ? Number(trimmed) : trimmed;
    case "convert_float":
      return /^-?\d{1,15}(?:\.\d{1,15})?$/.test(trimmed) ? Number(trimmed) : trimmed;
    case "convert_bool":
      return toBoolean(trimmed) ?? trimmed;
    case "invalidate_zero":
      return /^\d{1,15}$/.test(trimmed) ? Number(trimmed) || null : null;
    case "validate_to_none":
      return trimmed === "0" || trimmed.toLowerCase() === "unknown" ? null : trimmed;
    default:
      return trimmed;
  }
}
