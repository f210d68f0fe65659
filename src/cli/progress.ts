import type { Terminal } from "./terminal.ts";

/** A bar on standard error; does nothing when nobody watches. */
export type ProgressBar = {
  /** @param of null while the whole is not known */
  show(done: number, of: number | null, label: string): void;
  end(): void;
};

const silent: ProgressBar = { show: () => undefined, end: () => undefined };

/** Opens a bar for bytes read. */
export async function openProgress(terminal: Terminal): Promise<ProgressBar> {
  if (!terminal.isWatched) return silent;
  const { default: cliProgress } = await import("cli-progress");
  const bar = new cliProgress.SingleBar({
    stream: terminal.stderr as NodeJS.WriteStream,
    format: "{label} {bar} {percentage} %  {megabytes}",
    barsize: 30,
    hideCursor: false,
    clearOnComplete: true,
    // The whole may be unknown, and what is done only grows.
    stopOnComplete: false,
    etaBuffer: 50,
    fps: 8,
  });
  let started = false;
  return {
    show(done, of, label) {
      const megabytes = `${(done / 1e6).toFixed(1)} MB`;
      if (!started) bar.start(of ?? done, 0, { label, megabytes });
      started = true;
      bar.setTotal(of ?? Math.max(done, 1));
      bar.update(done, { label, megabytes });
    },
    end() {
      if (started) bar.stop();
    },
  };
}
