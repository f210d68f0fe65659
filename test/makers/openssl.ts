import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { must } from "../../src/platform/errors.ts";
import { opensslPath } from "../abilities.ts";

/** A certificate with its key, and whoever has signed it, all in PEM. */
export type MadeCertificate = {
  readonly key: string;
  readonly certificate: string;
  readonly authority: string;
};

/** What a certificate is to be like; an authority of the test's own signs it. */
export type CertificateWanted = {
  readonly address: string;
  /** As `openssl req -newkey` takes it. */
  readonly algorithm?: readonly string[];
  readonly extensions?: readonly string[];
  /** As `openssl x509` takes it. */
  readonly days?: number;
};

/** OpenSSL's command in a folder of its own. */
export type Openssl = {
  makeCertificate(wanted: CertificateWanted): MadeCertificate;
  /** Key and certificate in PKCS#12. */
  toPkcs12(made: MadeCertificate, passphrase: string): Buffer;
  /** What a signed mail holds as `openssl cms -verify` reads it; throws where the signature does not hold. */
  verify(mail: Buffer, authority: string): Buffer;
  /** What an encrypted mail holds as `openssl cms -decrypt` reads it. */
  decrypt(mail: Buffer, made: MadeCertificate): Buffer;
  close(): void;
};

const rsa = ["-newkey", "rsa:2048"];

/** Opens a folder for it; `close` removes it. */
export function openOpenssl(): Openssl {
  const folder = mkdtempSync(join(tmpdir(), "meldpunt-openssl-"));
  const path = must(opensslPath, "tests that need OpenSSL skip themselves without it");
  const insist = (...args: readonly string[]): Buffer => {
    const { status, stdout, stderr } = spawnSync(path, args, {
      cwd: folder,
      maxBuffer: 50_000_000,
    });
    if (status !== 0) throw new Error(`openssl ${args[0]}: ${stderr}`);
    return stdout;
  };
  const write = (name: string, content: string | Buffer): string => {
    writeFileSync(join(folder, name), content);
    return name;
  };
  const read = (name: string): string => readFileSync(join(folder, name), "utf8");
  let authority: string | null = null;
  const makeAuthority = (): string => {
    const subject = ["-subj", "/CN=Test authority", "-days", "3650", "-nodes"];
    insist("req", "-x509", ...rsa, ...subject, "-keyout", "ca.key", "-out", "ca.pem");
    return read("ca.pem");
  };
  return {
    makeCertificate({ address, algorithm = rsa, extensions, days = 365 }) {
      authority ??= makeAuthority();
      const subject = ["-subj", "/CN=Test", "-nodes", "-keyout", "own.key", "-out", "own.csr"];
      insist("req", ...algorithm, ...subject);
      const usual = [
        "keyUsage=digitalSignature,keyEncipherment",
        "extendedKeyUsage=emailProtection",
      ];
      const lines = [`subjectAltName=email:${address}`, ...(extensions ?? usual)];
      write("own.ext", `${lines.join("\n")}\n`);
      const by = ["-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-extfile", "own.ext"];
      insist("x509", "-req", "-in", "own.csr", ...by, "-days", String(days), "-out", "own.pem");
      return { key: read("own.key"), certificate: read("own.pem"), authority };
    },
    toPkcs12({ key, certificate, authority: above }, passphrase) {
      write("p12.pem", key + certificate + above);
      return insist("pkcs12", "-export", "-in", "p12.pem", "-passout", `pass:${passphrase}`);
    },
    verify(mail, above) {
      write("mail.eml", mail);
      write("above.pem", above);
      return insist("cms", "-verify", "-in", "mail.eml", "-CAfile", "above.pem");
    },
    decrypt(mail, { key, certificate }) {
      write("mail.eml", mail);
      write("recipient.pem", key + certificate);
      return insist("cms", "-decrypt", "-in", "mail.eml", "-recip", "recipient.pem");
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}
