import { randomBytes } from "node:crypto";
import { formatAddress, toAddress } from "../../src/domain/network/ip-address.ts";
import { openLog } from "../../src/platform/log.ts";
import { spreadsheet } from "../../src/registry/contact-import/spreadsheet.ts";
import { findPublicSuffix } from "../../src/registry/public-suffix.ts";
import { parseWorldFile } from "../../src/registry/world-file/parse-world-file.ts";
import { startServer } from "../../src/web/start-server.ts";
import { askSteadily } from "../ask-steadily.ts";
import { makeSubjects } from "../make-subjects.ts";
import { measured, type Outcome } from "../measure.ts";
import { noMachines } from "../no-machines.ts";
import { openContext } from "../open-context.ts";
import type { Bench } from "../row.ts";

const usualAddresses = 5_000;
const rate = 200;
const durationS = 20;
const warmUpS = 3;
const connections = 8;
const day = "2026-11-20";
const word = "b".repeat(43);

const unused = async (): Promise<never> => {
  throw new Error("Looking up composes nothing.");
};

/** Asks the API who answers for random addresses, at a steady rate, over the loopback interface. */
export async function apiLookUp(bench: Bench): Promise<Outcome> {
  const context = await openContext(bench, day);
  const server = await startServer({
    context: {
      ...context,
      log: openLog("fatal"),
      // Nothing is composed here.
      composer: { split: (_, rows) => [rows], compose: unused },
      composeNotice: unused,
      advice: new Map(),
      publicUrl: "http://localhost",
      accessToken: word,
      trustedProxies: [],
      sink: null,
      readMail: async () => null,
      machines: noMachines,
      signText: async () => null,
      findSuffix: findPublicSuffix,
      memberReader: spreadsheet,
      checks: null,
      random: randomBytes,
      parseWorld: parseWorldFile,
      agreement: { name: "participation", version: "1", texts: { nl: "", en: "" } },
    },
    port: 0,
  });
  try {
    const paths = toPaths(bench.size ?? usualAddresses, bench.organisations);
    const origin = `http://127.0.0.1:${server.port}`;
    const ask = (seconds: number, perSecond: number | null) =>
      askSteadily({ origin, token: word, paths, rate: perSecond, seconds, connections });
    await ask(warmUpS, null);
    const steady = await ask(durationS, rate);
    const most = await ask(durationS / 2, null);
    const failed = steady.failed + most.failed;
    if (failed > 0) throw new Error(`${failed} requests were not answered well.`);
    return {
      measures: [
        measured(`requests at a steady ${rate} /s`, "/s", steady.perSecond, {
          atLeast: 0.98 * rate,
        }),
        measured("their latency from when they were due, p50", "ms", steady.p50Ms),
        measured("their latency from when they were due, p99", "ms", steady.p99Ms, { atMost: 50 }),
        measured("as many as there can be, eight at a time", "/s", most.perSecond),
      ],
      about: [
        `GET /api/v1/who/{address}: ${paths.length} random addresses in turn, over loopback, ${durationS} s; server and client on one machine`,
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
