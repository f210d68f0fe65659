/** Work that runs ahead: whoever awaits it hears of its failure, nobody else does. */
export function started<T>(work: Promise<T>): Promise<T> {
  work.catch(() => undefined);
  return work;
}
