/** SQL for `freedomOf` of `src/domain/finding/standing.ts`: greater for the freer. */
export function freedomOf(standing: string): string {
  const code = `${standing}::integer`;
  return `case when ${standing} < 256
               then ((${code} >> 5) * 2 + 1) * 65536 + (${code} & 31)
               else ((${code} >> 3) & 7) * 131072 + (${code} & 7) * 512 + 511 - (${code} >> 6) end`;
}

/** SQL for `isReleased` of `src/domain/finding/standing.ts`. */
export function isReleased(standing: string): string {
  return `${standing} & case when ${standing} < 256 then 128 else 32 end <> 0`;
}

/** SQL for the policy number of a standing, 0 where it has none. */
export function policyOf(standing: string): string {
  return `case when ${standing} < 256 then 0 else ${standing}::integer >> 6 end`;
}
