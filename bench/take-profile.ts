import type { Profiler } from "node:inspector";
import { Session } from "node:inspector/promises";
import type { Profile, Share } from "./measure.ts";

type Node = Profiler.ProfileNode;

const sampleUs = 500;
const functionsListed = 15;

/** Stages by the innermost function on the stack that belongs to one; the first pattern that fits counts. */
const stages: readonly (readonly [RegExp, string])[] = [
  [/\/pipeline\/keep\.|\/store\/kept-reports\.|\/platform\/read-file-pieces\./, "keep"],
  [/\/platform\/framed-file\..* (?:writeFrames|toFrames|seal|compress)/, "keep"],
  [
    /\/pipeline\/material\/basis\.|\/compile-\w+[-.]|\/range-index\.|\/merged-index\./,
    "read the world",
  ],
  [/\/store\/(?:worlds|registry|snapshots|range-decoder|address-states)\./, "read the world"],
  [/\/store\/known-findings\.|\/material\/knowledge\./, "read known findings"],
  [/\/channels\/mail\/(?:smtp|return)|\/nodemailer\/|\/pipeline\/deliver\./, "hand over"],
  [/\/channels\/mail\/|\/pipeline\/notify\.|\/platform\/sealed-bytes\./, "compose"],
  [/\/pipeline\/read-evidence\.|\/platform\/csv-evidence\./, "read evidence"],
  [/\/pipeline\/parse\.|\/sources\/|\/platform\/(?:csv|framed|stray|byte)/, "parse"],
  [/\/pipeline\/enrich\./, "enrich"],
  [/\/pipeline\/identify\.|\/known-findings\.|\/finding-key\.|\/half-sip-hash\./, "identify"],
  [/\/pipeline\/decide\.|\/domain\/decide\.|\/decision-memo\.|\/material\/deciding\./, "decide"],
  [/\/pipeline\/save\.|\/store\/|\/packed-observations\.|\/binary-copy\./, "save"],
  [/\/pg[-/]|\/platform\/(?:database|open-database)\./, "talk to PostgreSQL"],
];

const idle = "wait (PostgreSQL, disk, compression)";
const special: ReadonlyMap<string, string> = new Map([
  ["(idle)", idle],
  ["(garbage collector)", "collect garbage"],
  ["(program)", "Node.js itself"],
]);

/** Runs `work` and tells where the time of the main thread went. */
export async function takeProfile<T>(
  work: () => Promise<T>,
): Promise<{ readonly value: T; readonly profile: Profile }> {
  const session = new Session();
  session.connect();
  await session.post("Profiler.enable");
  await session.post("Profiler.setSamplingInterval", { interval: sampleUs });
  await session.post("Profiler.start");
  const value = await work();
  const { profile } = await session.post("Profiler.stop");
  session.disconnect();
  return { value, profile: toProfile(profile) };
}

/** Adds the samples of a profile up by stage and by function. */
function toProfile({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): Profile {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const stageById = new Map<number, string>();
  const walk = (node: Node, outer: string): void => {
    const stage = stageOf(node) ?? outer;
    stageById.set(node.id, stage);
    for (const id of node.children ?? []) walk(byId.get(id) as Node, stage);
  };
  const [root] = nodes;
  if (root !== undefined) walk(root, "the rest");
  const ofStage = new Map<string, number>();
  const ofFunction = new Map<string, number>();
  let us = 0;
  for (const [i, id] of samples.entries()) {
    const delta = Math.max(0, timeDeltas[i] ?? 0);
    const node = byId.get(id) as Node;
    if (node.callFrame.url === "node:inspector") continue;
    us += delta;
    add(ofStage, stageById.get(id) as string, delta);
    if (!special.has(node.callFrame.functionName)) add(ofFunction, nameOf(node), delta);
  }
  return {
    seconds: us / 1e6,
    stages: toShares(ofStage, us),
    functions: toShares(ofFunction, us).slice(0, functionsListed),
  };
}

function stageOf({ callFrame: { functionName, url } }: Node): string | null {
  const text = `${url} ${functionName}`;
  return special.get(functionName) ?? stages.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}

function nameOf({ callFrame: { functionName, url } }: Node): string {
  return `${functionName || "(anonymous)"} ${url.slice(url.lastIndexOf("/") + 1)}`.trimEnd();
}

function add(sums: Map<string, number>, name: string, value: number): void {
  sums.set(name, (sums.get(name) ?? 0) + value);
}

function toShares(sums: ReadonlyMap<string, number>, total: number): Share[] {
  return [...sums]
    .map(([name, sum]) => ({ name, share: sum / total }))
    .sort((a, b) => b.share - a.share);
}
