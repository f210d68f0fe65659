import { type Browser, chromium } from "playwright-core";
import { chromiumPath } from "../abilities.ts";
import { patienceMs } from "./barriers.ts";

/** A browser of the tests' own, without a window. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    ...(chromiumPath === null ? {} : { executablePath: chromiumPath }),
    args: ["--no-sandbox", "--disable-dev-shm-usage"],
    timeout: patienceMs,
  });
}
