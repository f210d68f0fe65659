import type { Profile } from "./measure.ts";
import { takeProfile } from "./take-profile.ts";

/** Runs `work` and tells how much processor time of this process it took: on a shared machine the better figure. */
export async function takeCosts<T>(
  { isProfiled }: { readonly isProfiled: boolean },
  work: () => Promise<T>,
): Promise<{ readonly value: T; readonly cpuSeconds: number; readonly profile: Profile | null }> {
  const before = process.cpuUsage();
  const { value, profile } = isProfiled
    ? await takeProfile(work)
    : { value: await work(), profile: null };
  const { user, system } = process.cpuUsage(before);
  return { value, cpuSeconds: (user + system) / 1e6, profile };
}
