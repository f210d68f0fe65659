const unfinished = /\.(?:part|partial|filepart|tmp|temp|crdownload|swp)$/i;

/** Whether a file of this name may be complete: hidden ones and those that programs use while they write are not. */
export function isReadyName(name: string): boolean {
  return !name.startsWith(".") && !name.endsWith("~") && !unfinished.test(name);
}
