import { randomBytes } from "node:crypto";
import autocannon from "autocannon";
import { formatAddress, toAddress } from "../../src/domain/network/ip-address.ts";
import { openLog } from "../../src/platform/log.ts";
import { findPublicSuffix } from "../../src/registry/public-suffix.ts";
import { startServer } from "../../src/web/start-server.ts";
import { makeSubjects } from "../make-subjects.ts";
import { measured, type Outcome } from "../measure.ts";
import { openContext } from "../open-context.ts";
import type { Bench } from "../row.ts";

const usualAddresses = 5_000;
const rate = 200;
const durationS = 20;
const warmUpS = 3;
const day = "2026-11-20";
const word = "b".repeat(43);

/** Asks the API who answers for random addresses, at a steady rate, over the loopback interface. */
export async function apiLookUp(bench: Bench): Promise<Outcome> {
  const context = await openContext(bench, day);
  const server = await startServer({
    context: {
      ...context,
      log: openLog("fatal"),
      publicUrl: "http://localhost",
      accessToken: word,
      sink: null,
      findSuffix: findPublicSuffix,
      checks: null,
      random: randomBytes,
    },
    port: 0,
  });
  try {
    const requests = toPaths(bench.size ?? usualAddresses, bench.organisations).map((path) => ({
      path,
    }));
    const ask = (seconds: number, overallRate?: number) =>
      autocannon({
        url: `http://127.0.0.1:${server.port}`,
        headers: { authorization: `Bearer ${word}` },
        connections: 8,
        // In a thread of its own, so that asking and answering do not wait for one another.
        workers: 1,
        duration: seconds,
        requests,
        ...(overallRate === undefined ? {} : { overallRate }),
      });
    await ask(warmUpS);
    const steady = await ask(durationS, rate);
    const most = await ask(durationS / 2);
    const failed = [steady, most].reduce((sum, { non2xx, errors }) => sum + non2xx + errors, 0);
    if (failed > 0) throw new Error(`${failed} requests were not answered well.`);
    return {
      measures: [
        measured(`requests at a steady ${rate} /s`, "/s", steady.requests.average, {
          atLeast: 0.98 * rate,
        }),
        measured("their latency, p50", "ms", steady.latency.p50),
        measured("their latency, p99", "ms", steady.latency.p99, { atMost: 50 }),
        measured("as many as there can be, eight at a time", "/s", most.requests.average),
      ],
      about: [
        `GET /api/v1/who/{address}: ${requests.length} random addresses in turn, over loopback, ${durationS} s; server and client on one machine`,
        `${bench.organisations} organisations, ${bench.claims} claims, the Dutch registry; no findings, which this answer does not read`,
      ],
      profile: null,
    };
  } finally {
    await server.close();
    await context.sql.close();
  }
}

function toPaths(count: number, organisations: number): string[] {
  const { family, words } = makeSubjects(count, organisations, 9);
  return [...family.keys()].flatMap((i) => {
    if (family[i] === 0) return [];
    const text = formatAddress(toAddress(family[i] === 4 ? 4 : 6, words, i * 4));
    return [`/api/v1/who/${encodeURIComponent(text)}`];
  });
}
