import { setTimeout as pause } from "node:timers/promises";
import type { Started } from "./meldpunt.ts";

/** Kills a command after a while, unless it has ended by then; answers whether it died of that. */
export async function killAfter(ms: number, { child, ended }: Started): Promise<boolean> {
  await Promise.race([pause(ms), ended]);
  child.kill("SIGKILL");
  return (await ended).status === null;
}
