/** How what was mailed about an object compares with what we would do; every object has one. */
export const verdicts = [
  /** Only the party that we would tell was told. */
  "as-ours",
  /** That party was told, and others besides. */
  "ours-and-others",
  /** Not that party, but somebody with a right to know. */
  "another-with-a-right",
  /** Only parties that it does not concern. */
  "strangers-only",
  /** Nobody was told; we would tell somebody. */
  "nobody-told",
  /** Somebody was told; we would hold it. */
  "told-though-held",
  /** Nobody was told, and we would hold it. */
  "silent",
  /** A special address: nobody answers for it. */
  "out-of-scope",
] as const;

export type Verdict = (typeof verdicts)[number];

/**
 * What a recipient of the mail is to an object, the better first. `unjudged` where we know nobody whom it concerns: then we
 * cannot say either whom it does not.
 */
export const mailedRoles = ["primary", "owner", "informed", "stranger", "unjudged"] as const;

export type MailedRole = (typeof mailedRoles)[number];

/** The verdict about an object: whether we would tell somebody, and the roles of those who were told. */
export function judge(
  ours: "tells" | "holds" | "out-of-scope",
  mailed: ReadonlySet<MailedRole>,
): Verdict {
  if (ours === "out-of-scope") return "out-of-scope";
  if (ours === "holds") return mailed.size === 0 ? "silent" : "told-though-held";
  if (mailed.size === 0) return "nobody-told";
  if (mailed.has("primary")) return mailed.size === 1 ? "as-ours" : "ours-and-others";
  return mailed.has("owner") || mailed.has("informed") ? "another-with-a-right" : "strangers-only";
}

/** The better of two roles. */
export function betterRole(a: MailedRole, b: MailedRole): MailedRole {
  return mailedRoles.indexOf(a) <= mailedRoles.indexOf(b) ? a : b;
}

/** Whether the object concerns who has the role. */
export function isConcerned(role: MailedRole): boolean {
  return role !== "stranger" && role !== "unjudged";
}

/** Counts by verdict, all 0. */
export function noVerdicts(): Record<Verdict, number> {
  return Object.fromEntries(verdicts.map((verdict) => [verdict, 0])) as Record<Verdict, number>;
}
