const longest = 150;

/**
 * A name that is safe to use and to show: letters, digits and a few signs of ASCII, not hidden, at most 150 long. Its end
 * is kept, since formats and packing are told by it.
 */
export function toSafeFileName(name: string): string {
  const plain = name.replace(/[^A-Za-z0-9._+@=-]/g, "_").slice(-longest);
  return plain.replace(/^[.-]+/, (signs) => "_".repeat(signs.length));
}
