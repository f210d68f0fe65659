import { type Entity, entitiesOf, isAbuseDesk, isRecord } from "./entities.ts";

const mostMarks = 200;

/** Roles of RFC 9083 section 10.2.4 that a mark may name instead of the abuse desk. */
const otherRoles =
  /registrant|technical|administrative|billing|registrar|reseller|sponsor|proxy|notifications|noc/i;

/**
 * Whether the answer says that the mail address of the abuse desk was taken out, emptied or replaced (RFC 9537): what
 * stands there then leads to a form, a proxy or nobody.
 *
 * The paths of the marks are JSONPath, which is not evaluated: a mark counts when it names the abuse desk, its place
 * among the entities, or mail without naming anybody else.
 */
export function isAbuseMailRedacted(object: Entity): boolean {
  const { redacted } = object;
  if (!Array.isArray(redacted)) return false;
  const entities = entitiesOf(object);
  return redacted
    .slice(0, mostMarks)
    .some((mark) => isRecord(mark) && concernsAbuse(mark, entities));
}

function concernsAbuse(mark: Entity, entities: readonly Entity[]): boolean {
  const name = isRecord(mark.name) ? [mark.name.type, mark.name.description] : [];
  const paths = [mark.prePath, mark.postPath, mark.replacementPath].filter(isText);
  const text = [...name.filter(isText), ...paths].join(" ");
  const isAtDesk = paths.some((path) => {
    const at = /^\$\.entities\[(\d{1,4})\]/.exec(path)?.[1];
    const entity = at === undefined ? undefined : entities[Number(at)];
    return entity !== undefined && isAbuseDesk(entity);
  });
  if (isAtDesk || /abuse/i.test(text)) return true;
  return /e-?mail/i.test(text) && !otherRoles.test(text);
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}
