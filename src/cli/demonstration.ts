import { join } from "node:path";
import { listKeys } from "../actions/list-keys.ts";
import { loadRegistry } from "../actions/load-registry.ts";
import { loadWorld } from "../actions/load-world.ts";
import { makeKey } from "../actions/make-key.ts";
import { type NotifyResult, notify } from "../actions/notify.ts";
import { type SubmitAnswer, submitReport } from "../actions/submit-report.ts";
import type { Actor } from "../domain/access/actor.ts";
import type { RegistryLayer } from "../domain/registry/registry.ts";
import { listRegistryFiles } from "../store/views/registry-files.ts";
import { acknowledgeAsked } from "./demonstration-custody.ts";
import { readSubmissions, type Submission } from "./demonstration-submissions.ts";
import type { OutgoingContext } from "./installation.ts";
import { openReportFile } from "./report-file.ts";
import type { Terminal } from "./terminal.ts";

/** What came of one report of the demonstration. */
export type Played = {
  readonly submission: Submission;
  readonly answer: SubmitAnswer;
  /** Null when the report was there already. */
  readonly notified: NotifyResult | null;
};

/** Told as it goes: a step that begins. */
export type OnStep = (step: string) => void;

const layers: readonly {
  readonly layer: RegistryLayer;
  readonly files: readonly string[];
  readonly country: string | null;
}[] = [
  {
    layer: "delegated",
    files: ["registry/nl-delegated-ranges.csv", "demo/foreign-delegated.csv"],
    country: "NL",
  },
  {
    layer: "announced",
    files: ["registry/nl-announced-ranges.csv", "demo/foreign-announced.csv"],
    country: null,
  },
  { layer: "contacts", files: ["demo/contacts.db.gz", "demo/foreign-contacts.db"], country: null },
];

/** Loads the Dutch registry and the invented world; what is there already stays as it is. */
export async function loadDemonstration(
  context: OutgoingContext,
  dataFolder: string,
  worldText: string,
  actor: Actor,
  onStep: OnStep,
): Promise<void> {
  const loaded = await listRegistryFiles(context.sql);
  for (const { layer, files, country } of layers) {
    const names = files.map((file) => file.split("/").at(-1));
    if (loaded.get(layer)?.join() === names.join()) continue;
    onStep(`registry: ${layer}`);
    const paths = files.map((file) => join(dataFolder, file));
    await loadRegistry({ context, input: { actor, layer, paths, country, force: true } });
  }
  onStep("world: organisations, intermediaries, claims");
  const input = { actor, text: worldText, fileName: "world.yaml", force: true };
  await loadWorld({ context, input });
}

/** Makes the keys that its mail is signed with; they begin before the first report, by whose time they sign. */
export async function makeDemonstrationKeys(
  context: OutgoingContext,
  demoFolder: string,
  actor: Actor,
  onStep: OnStep,
): Promise<void> {
  if ((await listKeys({ context, input: { actor } })).length > 0) return;
  onStep("keys: OpenPGP, DKIM");
  const [first] = await readSubmissions(demoFolder);
  const madeAt = new Date((first?.submittedAt ?? context.clock()).getTime() - dayMs);
  const then = { ...context, clock: () => madeAt };
  const kinds = [
    { kind: "pgp", validDays: 730 },
    { kind: "dkim", algorithm: "ed25519", selector: "demo" },
  ] as const;
  for (const wanted of kinds) {
    await makeKey({ context: then, input: { actor, wanted, signsFrom: null } });
  }
}

const dayMs = 24 * 60 * 60_000;

/**
 * Hands the reports in, one after the other, and lets out what each makes due, by the time at which its finder handed
 * it over: so the demonstration shows the same on every day. What was taken in before is left alone.
 */
export async function playReports(
  context: OutgoingContext,
  terminal: Terminal,
  demoFolder: string,
  actor: Actor,
  onStep: OnStep,
): Promise<Played[]> {
  const played: Played[] = [];
  for (const submission of await readSubmissions(demoFolder)) {
    onStep(`report: ${submission.handover.finder} ${submission.path.split("/").at(-1)}`);
    played.push(await play(context, terminal, submission, actor));
  }
  return played;
}

async function play(
  context: OutgoingContext,
  terminal: Terminal,
  submission: Submission,
  actor: Actor,
): Promise<Played> {
  const then = {
    ...context,
    log: withoutWarnings(context.log),
    clock: () => submission.submittedAt,
  };
  const file = await openReportFile(terminal, submission.path);
  const { answer } = await submitReport({
    context: then,
    input: {
      received: file.chunks,
      handover: { ...submission.handover, fileName: file.name },
      expectedBytes: file.bytes,
      release: false,
      actor,
    },
  });
  const notified =
    answer.duplicateOf === null ? await notify({ context: then, input: { actor } }) : null;
  if (notified !== null) await acknowledgeAsked(then, actor);
  return { submission, answer, notified };
}

/** What the demonstration holds back on purpose is told at its end, among the results. */
function withoutWarnings(log: OutgoingContext["log"]): OutgoingContext["log"] {
  const quiet: OutgoingContext["log"] = {
    debug: () => undefined,
    info: () => undefined,
    warn: () => undefined,
    error: log.error.bind(log),
    fatal: log.fatal.bind(log),
    child: () => quiet,
  };
  return quiet;
}
