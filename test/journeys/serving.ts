import type { Meldpunt, Started } from "./meldpunt.ts";

/** `meldpunt serve`, once it answers. */
export type Serving = {
  readonly started: Started;
  /** Without a slash at the end. */
  readonly url: string;
  /** The file with the token of the installation. */
  readonly tokenFile: string;
  stop(): Promise<void>;
};

/** Starts serving on any port. */
export async function serve(meldpunt: Meldpunt): Promise<Serving> {
  const started = meldpunt.start(["serve", "--port", "0"]);
  const [, url = "", tokenFile = ""] = await said(
    started,
    /answers at (\S+);.*token in (\S+?)\.?\n/s,
  );
  return {
    started,
    url,
    tokenFile,
    stop: async () => {
      started.child.kill("SIGTERM");
      await started.ended;
    },
  };
}

/** What a command says on standard error up to a text that matches. */
export function said({ child, ended }: Started, pattern: RegExp): Promise<RegExpMatchArray> {
  return new Promise((resolve, reject) => {
    let text = "";
    child.stderr?.on("data", (piece) => {
      text += piece;
      const match = text.match(pattern);
      if (match !== null) resolve(match);
    });
    ended.then(({ status }) => reject(new Error(`ended with ${status}: ${text}`)), reject);
  });
}
