/** How much is too much for one recipient in one round (5-delivery.md, brakes). */
export type VolumeSettings = { readonly floor: number; readonly factor: number };

/**
 * The most rows that one recipient gets in one round without a person: what it is used to, times the factor, and never
 * less than the floor, so that small recipients are not held for a handful.
 *
 * @param medianRows over the days of the last 30 on which it got anything; null when it never did
 */
export function volumeLimit(settings: VolumeSettings, medianRows: number | null): number {
  return Math.max(settings.floor, Math.floor(settings.factor * (medianRows ?? 0)));
}
