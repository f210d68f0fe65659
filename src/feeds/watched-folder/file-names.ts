const unfinished = /\.(?:part|partial|filepart|tmp|temp|crdownload|swp)$/i;
const longest = 150;

/** Whether a file of this name may be complete: hidden ones and those that programs use while they write are not. */
export function isReadyName(name: string): boolean {
  return !name.startsWith(".") && !name.endsWith("~") && !unfinished.test(name);
}

/**
 * A name that is safe to use and to show: letters, digits and a few signs of ASCII, not hidden, at most 150 long. Its end
 * is kept, since formats and packing are told by it.
 */
export function toSafeName(name: string): string {
  const plain = name.replace(/[^A-Za-z0-9._+@=-]/g, "_").slice(-longest);
  return plain.replace(/^[.-]+/, (signs) => "_".repeat(signs.length));
}
