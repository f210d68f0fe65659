/**
 * 23 signs: digits and capitals without those that look alike (0 O, 1 I L, 2 Z, 5 S, 6 G, 8 B, U V) or spell words.
 *
 * Their number is prime, so that with weights 1 to 8 any wrong sign and any two exchanged ones break a check.
 */
export const numberSigns = "23456789CDFHJKMNPQRTWXY";

/** So many signs of chance, each as likely as another as far as 8 bytes for at most 10 signs go. */
export function drawSigns(random: Uint8Array, count: number): number[] {
  let rest = 0n;
  for (const byte of random.subarray(0, 8)) rest = rest * 256n + BigInt(byte);
  const base = BigInt(numberSigns.length);
  const values: number[] = [];
  for (let i = 0; i < count; i++) {
    values.push(Number(rest % base));
    rest /= base;
  }
  return values;
}
