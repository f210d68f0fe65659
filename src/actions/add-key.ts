import type { Actor } from "../domain/access/actor.ts";
import type { OwnKey } from "../domain/keys/own-key.ts";
import { mailDomainOf } from "../domain/network/email-address.ts";
import { readSmimeKey } from "../platform/crypto/own-certificate.ts";
import { readDkimKey } from "../platform/crypto/own-dkim-key.ts";
import type { KeyMaterial } from "../platform/crypto/own-key-material.ts";
import { readPgpKey } from "../platform/crypto/own-pgp-key.ts";
import { permit } from "./access/permit.ts";
import { keepKey } from "./keys/keep-key.ts";
import type { KeyContext } from "./keys/key-context.ts";

/** Bytes of a file with a private key, and what it is for. */
export type KeyGiven = {
  readonly bytes: Buffer;
  readonly passphrase: string | null;
} & ({ readonly kind: "pgp" | "smime" } | { readonly kind: "dkim"; readonly selector: string });

/**
 * Takes a key that the installation has already: OpenPGP in armor, for S/MIME PEM or PKCS#12, for DKIM PEM. Throws
 * `input-refused` where it does not fit the sender's address or cannot sign, `conflict` where it is known.
 */
export async function addKey({
  context,
  input,
}: {
  readonly context: KeyContext;
  readonly input: {
    readonly actor: Actor;
    readonly given: KeyGiven;
    readonly signsFrom: Date | null;
  };
}): Promise<OwnKey> {
  const { actor, given, signsFrom } = input;
  permit(actor, "key.keep", "everybody");
  return keepKey(context, actor, given.kind, await readMaterial(context, given), signsFrom);
}

async function readMaterial(
  { clock, instance }: KeyContext,
  given: KeyGiven,
): Promise<KeyMaterial> {
  const { address } = instance.sender;
  const { bytes, passphrase } = given;
  const wanted = { address, passphrase, at: clock() };
  if (given.kind === "dkim") {
    const domain = mailDomainOf(address);
    return readDkimKey(bytes.toString("latin1"), { selector: given.selector, domain, passphrase });
  }
  if (given.kind === "smime") return readSmimeKey(bytes, wanted);
  return readPgpKey(bytes.toString("latin1"), wanted);
}
