/** An entity of an answer (RFC 9083 section 5.1), or what holds entities; nothing of it is checked yet. */
export type Entity = Readonly<Record<string, unknown>>;

/** The entities of an object or entity; anything else that stands there is passed over. */
export function entitiesOf(holder: Entity): Entity[] {
  const { entities } = holder;
  return Array.isArray(entities) ? entities.filter(isRecord) : [];
}

/** Whether it is the abuse desk. */
export function isAbuseDesk(entity: Entity): boolean {
  return hasRole(entity, "abuse");
}

/** Whether the entity has that role; roles are lower case by RFC 9083 section 10.2.4, which not every server heeds. */
export function hasRole({ roles }: Entity, wanted: string): boolean {
  const names = Array.isArray(roles) ? roles : [roles];
  return names.some((role) => typeof role === "string" && role.toLowerCase() === wanted);
}

/** Whether it is an object of JSON. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
