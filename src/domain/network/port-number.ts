/** The port written in `bytes[from..until)`, 1 to 65535; 0 when nothing is written there, -1 when it is no port. */
export function parsePortBytes(bytes: Uint8Array, from: number, until: number): number {
  if (from === until) return 0;
  if (until - from > 5) return -1;
  let port = 0;
  for (let i = from; i < until; i += 1) {
    const digit = (bytes[i] as number) - 48;
    if (digit < 0 || digit > 9) return -1;
    port = port * 10 + digit;
  }
  return port >= 1 && port <= 65535 ? port : -1;
}
