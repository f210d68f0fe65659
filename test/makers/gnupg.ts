import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { must } from "../../src/platform/errors.ts";
import { gpgPath } from "../abilities.ts";

/** A real GnuPG with a keyring of its own. */
export type Gnupg = {
  /** Takes a public or private key in. */
  import(armored: string): void;
  /** What `gpg --verify` says of a detached signature, and whether it is good. */
  verify(signed: Buffer, signature: string): { readonly good: boolean; readonly says: string };
  /** What `gpg --verify` says of a text that is signed itself. */
  verifyText(text: string): { readonly good: boolean; readonly says: string };
  /** Makes a key and answers its public part. */
  makeKey(address: string, algorithm: string): string;
  /** The private key with this address, in armor. */
  exportPrivate(address: string): string;
  /** What a message holds; throws when it is not for a key in the ring. */
  decrypt(message: string | Buffer): Buffer;
  close(): void;
};

/** Starts with an empty keyring. */
export function openGnupg(): Gnupg {
  // The agent's socket needs a short path.
  const home = mkdtempSync(join(tmpdir(), "mp-gpg-"));
  const path = must(gpgPath, "tests that need GnuPG skip themselves without it");
  const run = (args: readonly string[], input?: string | Buffer) =>
    spawnSync(
      path,
      ["--homedir", home, "--batch", "--no-tty", "--trust-model", "always", ...args],
      {
        input,
        maxBuffer: 50_000_000,
        env: { PATH: process.env.PATH, LC_ALL: "C.UTF-8" },
      },
    );
  const insist = (args: readonly string[], input?: string | Buffer): Buffer => {
    const { status, stdout, stderr } = run(args, input);
    if (status !== 0) throw new Error(`gpg ${args.join(" ")}: ${stderr}`);
    return stdout;
  };
  return {
    import: (armored) => void insist(["--import"], armored),
    verify(signed, signature) {
      const [a, b] = [join(home, "signed"), join(home, "signature.asc")];
      writeFileSync(a, signed);
      writeFileSync(b, signature);
      const { status, stderr } = run(["--verify", b, a]);
      return { good: status === 0, says: stderr.toString() };
    },
    verifyText(text) {
      const { status, stderr } = run(["--verify"], text);
      return { good: status === 0, says: stderr.toString() };
    },
    makeKey(address, algorithm) {
      const quick = ["--passphrase", "", "--quick-generate-key", address, algorithm, "default"];
      insist([...quick, "never"]);
      return insist(["--armor", "--export", address]).toString();
    },
    exportPrivate: (address) =>
      insist(["--passphrase", "", "--armor", "--export-secret-keys", address]).toString(),
    decrypt: (message) => insist(["--decrypt"], message),
    close() {
      spawnSync(join(dirname(path), "gpgconf"), ["--homedir", home, "--kill", "all"]);
      rmSync(home, { recursive: true, force: true });
    },
  };
}
