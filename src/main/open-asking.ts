import { setTimeout as wait } from "node:timers/promises";
import type { CheckProofContext } from "../actions/check-proof.ts";
import type { ContactLookups } from "../domain/contacts/contact-lookup.ts";
import type { Instance } from "../domain/instance.ts";
import type { LookAgain } from "../domain/recheck/look-again.ts";
import type { Asking } from "../lookups/asking.ts";
import { systemClock } from "../platform/clock.ts";
import type { Config } from "../platform/config.ts";

/** What the servers of others are asked with, all through the one guard. */
export async function openAsking({ resolvers }: Config): Promise<Asking> {
  const [{ makeAsking }, { makeGuardedFetch }, addresses, hosts] = await Promise.all([
    import("../lookups/asking.ts"),
    import("../lookups/guard/guarded-fetch.ts"),
    import("../lookups/guard/address-guard.ts"),
    import("../lookups/dns/resolve-host.ts"),
  ]);
  const guard = addresses.publicAddressesOnly;
  const fetch = makeGuardedFetch({ guard, resolve: hosts.makeResolveHost(resolvers) });
  return makeAsking({ fetch, clock: systemClock, wait });
}

/** Ways to ask others for contacts; null where nobody may be asked. */
export async function openLookups(config: Config, asking: Asking): Promise<ContactLookups | null> {
  if (!config.lookups) return null;
  return (await import("../lookups/contact-lookups.ts")).makeContactLookups(asking);
}

/** How we look whether a weakness is still there; null where nobody may be asked. */
export async function openLookAgain(
  config: Config,
  { pace }: Asking,
  { ownRechecks, contact }: Pick<Instance, "ownRechecks" | "contact">,
): Promise<LookAgain | null> {
  if (!config.lookups || !ownRechecks) return null;
  const [{ makeLookAgain }, { publicAddressesOnly: guard }] = await Promise.all([
    import("../lookups/recheck/make-look-again.ts"),
    import("../lookups/guard/address-guard.ts"),
  ]);
  const userAgent = `Meldpunt re-check (${contact.page})`;
  return makeLookAgain({ guard, pace, timeoutMs: 10_000, userAgent });
}

/** What proofs of control are looked for with. */
export async function openProofChecks(config: Config, asking: Asking): Promise<CheckProofContext> {
  const [{ makeProofChecks }, { publicAddressesOnly: guard }] = await Promise.all([
    import("../lookups/proof-checks.ts"),
    import("../lookups/guard/address-guard.ts"),
  ]);
  const { fetch, askRdap: askRegistry } = asking;
  const { lookups, resolvers } = config;
  return {
    clock: systemClock,
    checks: lookups ? makeProofChecks({ fetch, guard, resolvers, askRegistry }) : null,
  };
}
