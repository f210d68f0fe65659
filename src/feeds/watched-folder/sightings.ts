/** How each file that was not complete looked, and since when (milliseconds since 1970) it looks so. */
export type Sightings = Map<string, { readonly state: string; readonly since: number }>;

/** Reads what an earlier look wrote down; nothing where it is not to be understood: files are then watched anew. */
export function readSightings(position: string | null): Sightings {
  if (position === null) return new Map();
  try {
    const entries: unknown = JSON.parse(position);
    if (!Array.isArray(entries)) return new Map();
    return new Map(
      entries.filter(isSighting).map(([name, state, since]) => [name, { state, since }]),
    );
  } catch {
    return new Map();
  }
}

export function writeSightings(sightings: Sightings): string {
  return JSON.stringify([...sightings].map(([name, { state, since }]) => [name, state, since]));
}

function isSighting(entry: unknown): entry is [string, string, number] {
  return (
    Array.isArray(entry) &&
    typeof entry[0] === "string" &&
    typeof entry[1] === "string" &&
    typeof entry[2] === "number"
  );
}
