import type { Catalogue } from "../../domain/finding/finding-type.ts";
import type { FindingTypeId } from "../../domain/ids.ts";
import { isJsonObject } from "../../platform/json-line.ts";
import { findInstant } from "../structured-file/instant-text.ts";
import type { TableRow } from "./tables.ts";

/** What an annotation of certbund-contact says, as far as a world can say it too. */
export type Annotation =
  | { readonly kind: "tag"; readonly tag: string }
  | {
      readonly kind: "inhibition";
      /** `always`, the finding type that alone is inhibited, or what cannot be said in a world. */
      readonly when: "always" | { readonly type: FindingTypeId } | { readonly condition: string };
      /** Milliseconds since 1970 UTC, Infinity without an end; exclusive. */
      readonly until: number;
    }
  | { readonly kind: "unreadable" };

const dayMs = 86_400_000;

/** Reads the column `annotation`: an object `{tag, condition, expires}`, in CSV as JSON text. */
export function readAnnotation({ values }: TableRow, catalogue: Catalogue): Annotation {
  const annotation = toObject(values.annotation ?? values);
  const tag = annotation?.tag;
  if (annotation === null || typeof tag !== "string") return { kind: "unreadable" };
  if (tag !== "inhibition") return { kind: "tag", tag };
  const { condition = true, expires } = annotation;
  const lastDay = typeof expires === "string" ? findInstant(expires.slice(0, 10)) : null;
  return {
    kind: "inhibition",
    when: readCondition(condition, catalogue),
    until: lastDay === null ? Infinity : lastDay + dayMs,
  };
}

function toObject(value: unknown): { readonly [key: string]: unknown } | null {
  if (isJsonObject(value)) return value;
  if (typeof value !== "string") return null;
  try {
    const parsed: unknown = JSON.parse(value);
    return isJsonObject(parsed) ? parsed : null;
  } catch {
    return null;
  }
}

/** `["eq", ["event_field", "classification.identifier"], "open-dns"]` is about one type. */
function readCondition(
  condition: unknown,
  catalogue: Catalogue,
): Extract<Annotation, { kind: "inhibition" }>["when"] {
  if (condition === true || condition === null) return "always";
  const text = JSON.stringify(condition) ?? "";
  if (!Array.isArray(condition) || condition.length !== 3) return { condition: text };
  const [operator, left, right] = condition as readonly unknown[];
  const isAboutIdentifier =
    operator === "eq" &&
    Array.isArray(left) &&
    left[0] === "event_field" &&
    left[1] === "classification.identifier";
  const type = isAboutIdentifier && typeof right === "string" ? catalogue.findType(right) : null;
  return type === null ? { condition: text } : { type: type.id };
}
