/** How well a claim is proved, from low to high. */
export const trusts = ["attested", "vouched", "registry", "proved"] as const;

export type Trust = (typeof trusts)[number];

/** Position from 0 (attested) to 3 (proved). */
export function trustRank(trust: Trust): number {
  return trusts.indexOf(trust);
}
