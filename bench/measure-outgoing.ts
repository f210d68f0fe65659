import { fork } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";
import { makeKey } from "../src/actions/make-key.ts";
import { makeMachineComposer } from "../src/channels/machine/machine-composer.ts";
import { makeMailComposer } from "../src/channels/mail/compose-mail.ts";
import { readMailTemplates } from "../src/channels/mail/mail-templates.ts";
import { toNotificationCsv } from "../src/channels/mail/notification-csv.ts";
import { openSmtpTransport } from "../src/channels/mail/smtp-transport.ts";
import { toShellActor } from "../src/domain/access/actor.ts";
import { openProtection } from "../src/main/open-protection.ts";
import type { OutgoingContext } from "../src/pipeline/material/outgoing.ts";
import { runOutgoing } from "../src/pipeline/run-outgoing.ts";
import { openLog } from "../src/platform/log.ts";
import { deriveKey } from "../src/platform/master-key.ts";
import { readAdvice } from "../src/registry/advice.ts";
import type { Profile } from "./measure.ts";
import { noMachines } from "./no-machines.ts";
import { type BenchContext, dataFolder } from "./open-context.ts";
import { takeProfile } from "./take-profile.ts";

/** What notifying everybody came to. */
export type Outgoing = {
  readonly notifications: number;
  /** Rows in them; a finding is in several where several are told. */
  readonly rows: number;
  readonly seconds: number;
  /** When the server accepted each mail, as `performance.now()` has it, ascending. */
  readonly acceptedAtMs: readonly number[];
  readonly profile: Profile | null;
};

/**
 * Composes and delivers everything that is due to a mail server in a process of its own, signed by OpenPGP and DKIM.
 *
 * No recipient is held for having too many rows: in a crisis a person lets them go, which is not what is measured.
 */
export async function measureOutgoing(
  context: BenchContext,
  options: { readonly isProfiled: boolean },
): Promise<Outgoing> {
  return withOutgoing(context, async (outgoing, acceptedAtMs) => {
    const from = performance.now();
    const work = () => runOutgoing(outgoing);
    const { value, profile } = options.isProfiled
      ? await takeProfile(work)
      : { value: await work(), profile: null };
    const { notified, delivered } = value;
    if (delivered.accepted !== notified.notifications) {
      throw new Error(`${delivered.accepted} of ${notified.notifications} mails were accepted.`);
    }
    return {
      notifications: notified.notifications,
      rows: notified.rows,
      seconds: (performance.now() - from) / 1000,
      acceptedAtMs,
      profile,
    };
  });
}

/** Lends what composing and delivering work with, mail going to a server in a process of its own. */
export async function withOutgoing<T>(
  context: BenchContext,
  use: (outgoing: OutgoingContext, acceptedAtMs: number[]) => Promise<T>,
): Promise<T> {
  const sink = fork(new URL("mail-sink-process.ts", import.meta.url));
  const [port] = (await once(sink, "message")) as [number];
  const acceptedAtMs: number[] = [];
  await makeKeys(context);
  const outgoing = openOutgoing(context, port, acceptedAtMs);
  try {
    return await use(outgoing, acceptedAtMs);
  } finally {
    await outgoing.transport.close();
    sink.disconnect();
  }
}

async function makeKeys(context: BenchContext): Promise<void> {
  const wanted = [
    { kind: "pgp", validDays: null },
    { kind: "dkim", algorithm: "ed25519", selector: "bench" },
  ] as const;
  for (const one of wanted)
    await makeKey({
      context,
      input: { actor: toShellActor("bench"), wanted: one, signsFrom: null },
    });
}

function openOutgoing(
  context: BenchContext,
  port: number,
  acceptedAtMs: number[],
): OutgoingContext {
  const { masterKey } = context;
  const instance = {
    ...context.instance,
    brakes: { ...context.instance.brakes, volume: { floor: 1_000_000_000, factor: 1 } },
  };
  const transport = openSmtpTransport({
    url: `smtp://127.0.0.1:${port}`,
    returnPathDomain: instance.sender.returnPathDomain,
    returnPathKey: deriveKey(masterKey, "return path"),
  });
  return {
    ...context,
    instance,
    log: openLog("warn"),
    composer: makeMailComposer(
      {
        templates: readMailTemplates(join(dataFolder, "templates/mail")),
        advice: readAdvice(join(dataFolder, "advice")),
        instance,
        publicUrl: "https://portal.meldpunt.example",
      },
      openProtection({ ...context, instance }),
    ),
    // Nobody is told anything about the register here.
    composeNotice: async () => new Uint8Array(),
    transport: {
      ...transport,
      send: async (mail, beforeContent) => {
        const result = await transport.send(mail, beforeContent);
        acceptedAtMs.push(performance.now());
        return result;
      },
    },
    machines: noMachines,
    composeForMachine: makeMachineComposer(toNotificationCsv).compose,
    publicUrl: "https://meldpunt.example",
    random: randomBytes,
  };
}
