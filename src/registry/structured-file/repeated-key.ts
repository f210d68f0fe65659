/** Whether some object of a JSON text has a key twice: it then has more keys than what was parsed from it. */
export function hasRepeatedKey(text: string, value: unknown): boolean {
  return countColons(text) !== countKeys(value);
}

/** Colons outside of strings: each belongs to one key. The text is known to be JSON. */
function countColons(text: string): number {
  let colons = 0;
  let isInString = false;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code === 34) isInString = !isInString;
    else if (code === 92) i += 1;
    else if (code === 58 && !isInString) colons += 1;
  }
  return colons;
}

function countKeys(root: unknown): number {
  let keys = 0;
  const open = [root];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (typeof value !== "object" || value === null) continue;
    const inner = Object.values(value);
    if (!Array.isArray(value)) keys += inner.length;
    for (const item of inner) open.push(item);
  }
  return keys;
}
