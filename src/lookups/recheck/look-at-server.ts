import { judgeHeard } from "../../domain/recheck/judge-heard.ts";
import type { Look } from "../../domain/recheck/look-again.ts";
import type { SeenVersion } from "../../domain/recheck/seen-version.ts";
import { guardedHead, type HeadRequest } from "../guard/guarded-head.ts";
import type { LookOptions } from "./look-options.ts";

/** Asks a web server for the head of `/` and compares the one Server header with the version that was seen. */
export async function lookAtServer(
  request: HeadRequest,
  seen: SeenVersion,
  options: LookOptions,
): Promise<Look> {
  const answer = await guardedHead(request, options);
  const method = "http-head";
  if (answer.kind === "refused") return { outcome: "gone", method, detail: "ECONNREFUSED" };
  if (answer.kind === "failed") return { outcome: "unclear", method, detail: answer.reason };
  const [server, another] = answer.server;
  if (server === undefined || another !== undefined) {
    const detail = server === undefined ? "no Server header" : "several Server headers";
    return { outcome: "unclear", method, detail };
  }
  return { ...judgeHeard(seen, server), method };
}
