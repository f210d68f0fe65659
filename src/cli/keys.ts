import { Option } from "commander";
import type { KeyWanted } from "../actions/make-key.ts";
import type { OwnKey } from "../domain/keys/own-key.ts";
import { type OwnKeyKind, ownKeyKinds } from "../domain/keys/own-key.ts";
import { type DkimAlgorithm, dkimAlgorithms } from "../platform/crypto/own-dkim-key.ts";
import { type AddCommand, addExamples, type CommandLine, jsonOption } from "./command.ts";
import { addKeyReading, toPublishText } from "./keys-read.ts";
import { readCount, readInstant, readSelector } from "./read-option.ts";

type Common = { readonly from?: Date; readonly json?: true };
type MakeOptions = Common & {
  readonly days: number;
  readonly algorithm: DkimAlgorithm;
  readonly selector?: string;
};
type AddOptions = Common & { readonly passphraseFile?: string; readonly selector?: string };

export const addKeys: AddCommand = (program, line) => {
  const keys = program.command("keys").description("keys that this installation signs mail with");
  addKeyReading(keys, line);
  const from = (): Option =>
    new Option(
      "--from <time>",
      "sign with it from then on; until then it is published only",
    ).argParser(readInstant);
  const selector = (): Option =>
    new Option("--selector <name>", "of DKIM: its name in the DNS").argParser(readSelector);
  const make = keys
    .command("make")
    .description("make a key, sealed under the master key")
    .argument("<kind>", "pgp or dkim; a certificate for S/MIME comes from an authority: keys add")
    .option("--days <count>", "of pgp: how long it holds", readCount, 730)
    .addOption(
      new Option("--algorithm <name>", "of dkim").choices(dkimAlgorithms).default("ed25519"),
    )
    .addOption(selector())
    .addOption(from())
    .addOption(jsonOption())
    .action((kind: string, options: MakeOptions) => {
      const wanted = toWanted(kind, options);
      return typeof wanted === "string"
        ? make.error(`error: ${wanted}`)
        : makeOne(line, wanted, options);
    });
  addExamples(make, [
    "meldpunt keys make pgp",
    "meldpunt keys make dkim --selector mp2026 --algorithm rsa",
    "meldpunt keys make pgp --from 2027-01-01",
  ]);
  const add = keys
    .command("add")
    .description("take a key that there is already")
    .addOption(new Option("--kind <kind>", "what it is").choices(ownKeyKinds).makeOptionMandatory())
    .argument("<file>", "OpenPGP in ASCII armor; for smime PEM or PKCS#12; for dkim PEM")
    .option("--passphrase-file <file>", "what it is locked with, alone in a file")
    .addOption(selector())
    .addOption(from())
    .addOption(jsonOption())
    .action((file: string, options: AddOptions & { readonly kind: OwnKeyKind }) => {
      if ((options.kind === "dkim") !== (options.selector !== undefined)) {
        return add.error("error: --selector is given for dkim, and for nothing else");
      }
      return addOne(line, file, options);
    });
  addExamples(add, [
    "meldpunt keys add meldpunt.p12 --kind smime --passphrase-file word.txt",
    "meldpunt keys add secret.asc --kind pgp",
  ]);
  const open = keys
    .command("open")
    .description("read a message that somebody encrypted with a key of ours")
    .argument("<file>", "the mail, or the OpenPGP message in it")
    .action(async (file: string) => {
      const { openEncrypted } = await import("../actions/open-encrypted.ts");
      const { readMessageFile } = await import("./key-files.ts");
      const text = await readMessageFile(file);
      const context = await line.installation.open();
      const { actor } = line.installation;
      const opened = await openEncrypted({ context, input: { actor, text } });
      await line.terminal.write(Buffer.from(opened).toString("utf8"));
    });
  addExamples(open, ["meldpunt keys open message.asc"]);
  const retire = keys
    .command("retire")
    .description("end the use of a key for good; its private part is destroyed")
    .argument("<name>", "as `keys list` shows it")
    .addOption(new Option("--kind <kind>", "what it is").choices(ownKeyKinds).makeOptionMandatory())
    .action(async (name: string, { kind }: { readonly kind: OwnKeyKind }) => {
      const { retireKey } = await import("../actions/retire-key.ts");
      const context = await line.installation.open();
      await retireKey({ context, input: { actor: line.installation.actor, kind, name } });
      await line.terminal.write("Retired: nothing is signed with it any more.\n");
    });
  addExamples(retire, ["meldpunt keys retire mp2025 --kind dkim"]);
};

function toWanted(kind: string, { days, algorithm, selector }: MakeOptions): KeyWanted | string {
  if (kind === "dkim") {
    return selector === undefined ? "give its --selector" : { kind, algorithm, selector };
  }
  if (kind === "pgp")
    return selector === undefined ? { kind, validDays: days } : "pgp has no --selector";
  return kind === "smime"
    ? "a certificate for S/MIME comes from an authority: see keys add"
    : "make pgp or dkim";
}

async function makeOne(line: CommandLine, wanted: KeyWanted, options: Common): Promise<void> {
  const { makeKey } = await import("../actions/make-key.ts");
  const context = await line.installation.open();
  const { actor } = line.installation;
  const input = { actor, wanted, signsFrom: options.from ?? null };
  await show(line, await makeKey({ context, input }), options);
}

async function addOne(
  line: CommandLine,
  file: string,
  options: AddOptions & { readonly kind: OwnKeyKind },
): Promise<void> {
  const { addKey } = await import("../actions/add-key.ts");
  const { readPassphraseFile, readPrivateKeyFile } = await import("./key-files.ts");
  const { kind, selector = "", passphraseFile } = options;
  const bytes = await readPrivateKeyFile(file);
  const passphrase = passphraseFile === undefined ? null : await readPassphraseFile(passphraseFile);
  const of = kind === "dkim" ? { kind, selector } : { kind };
  const context = await line.installation.open();
  const { actor } = line.installation;
  const input = { actor, given: { bytes, passphrase, ...of }, signsFrom: options.from ?? null };
  await show(line, await addKey({ context, input }), options);
}

async function show({ terminal }: CommandLine, key: OwnKey, { json }: Common): Promise<void> {
  await terminal.write(json ? `${JSON.stringify(key)}\n` : toPublishText(key));
}
