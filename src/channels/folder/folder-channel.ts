import { mkdir, open, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { FolderDestination, MachineChannels } from "../../domain/endpoint/destination.ts";
import type { ChannelAnswer } from "../../domain/notification/channel.ts";
import { toSafeFileName } from "../../platform/safe-file-name.ts";

/**
 * Writes one file for each notification into the folder of its organisation, `<folder>/<organisation>/<number>.<format>`: whole
 * or not at all, readable by the user of the process alone. The same notification again writes the same file.
 */
export function makeFolderChannel(root: string): MachineChannels["folder"] {
  return {
    name: "folder",
    concurrency: 4,
    send: async ({ to, bytes }, beforeContent) => {
      await beforeContent();
      try {
        await writeWhole(root, to, bytes);
        return toAnswer("accepted", null);
      } catch (error) {
        const fault = error instanceof Error && "code" in error ? String(error.code) : null;
        if (fault === null) throw error;
        return toAnswer("retry", `the file cannot be written (${fault})`);
      }
    },
    settleDoubts: async (messageIds) => new Map(messageIds.map((id) => [id, "repeatable"])),
  };
}

async function writeWhole(root: string, to: FolderDestination, bytes: Uint8Array): Promise<void> {
  const folder = join(root, toSafeFileName(to.organisation));
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, `${toSafeFileName(to.name)}.${to.format}`);
  // Whoever watches the folder takes files by their ending.
  const part = `${path}.part`;
  await rm(part, { force: true });
  // Exclusive: what somebody put there under the name, a link too, is not written through.
  const file = await open(part, "wx", 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(part, path);
}

function toAnswer(outcome: "accepted" | "retry", fault: string | null): ChannelAnswer {
  return {
    outcome,
    code: null,
    enhanced: null,
    text: null,
    fault,
    notBefore: null,
    absent: fault !== null,
  };
}
