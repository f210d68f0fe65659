import type { Tier } from "../../src/domain/finding/tier.ts";
import type { Mandate, Organisation } from "../../src/domain/world/world.ts";
import { coveringClaims, organisationOf } from "./naive-claims.ts";
import { relatedTo } from "./naive-ladder.ts";
import { addressOf, countryOf } from "./naive-objects.ts";
import { type Asked, holdsSometime, holdsThroughout } from "./naive-question.ts";

/**
 * The most that an organisation may be shown of what is not its own; null where it may not have it at all.
 *
 * "An owner needs no mandate. An organisation that has mandates, or ever had, receives what one of them covers that holds
 * at both instants, and no more. One that never had any stands as its roles and relations say, unless a mandate is
 * required. Of several that cover the finding the one that shows most counts."
 */
export function mandatedTier(
  organisation: Organisation,
  owner: Organisation | null,
  asked: Asked,
): Tier | null {
  if (organisation.id === owner?.id) return 3;
  const { mandates, mandateRequired } = asked.world;
  const recorded = mandates.filter((mandate) => mandate.organisation === organisation.id);
  if (recorded.length === 0) {
    return mandateRequired.some((duty) => holdsSometime(duty, asked.question)) ? null : 3;
  }
  let most: Tier | null = null;
  for (const mandate of recorded) {
    if (!holdsThroughout(mandate, asked.question)) continue;
    if (!isAbout(mandate, organisation, owner, asked)) continue;
    const tier = mandate.maxTier ?? 3;
    if (most === null || tier > most) most = tier;
  }
  return most;
}

/** "Whom the mandate is about": own, members, a sector, a country or anyone, and which kinds. */
function isAbout(
  { about, kinds }: Mandate,
  organisation: Organisation,
  owner: Organisation | null,
  asked: Asked,
): boolean {
  if (kinds !== null && !kinds.includes(asked.question.type.kind)) return false;
  const operatorId = coveringClaims(asked, "operate")[0]?.claim.organisation;
  const operator = operatorId === undefined ? null : organisationOf(asked, operatorId);
  switch (about.kind) {
    case "own":
      return operator?.id === organisation.id;
    case "members":
      return [owner, operator].some(
        (member) => member !== null && relatedTo(member, asked).includes(organisation),
      );
    case "sector":
      return owner !== null && owner.sector === about.sector;
    case "country": {
      const address = addressOf(asked.question);
      return address !== null && countryOf(asked.registry, address) === about.country;
    }
    case "anyone":
      return true;
  }
}
