import type { Actor } from "../domain/access/actor.ts";
import { decryptOpenPgp } from "../platform/crypto/openpgp-encryption.ts";
import { AppError } from "../platform/errors.ts";
import { openSealedBytes } from "../platform/sealed-bytes.ts";
import { appendAudit } from "../store/audit.ts";
import { listHeldKeys } from "../store/own-keys.ts";
import { permit } from "./access/permit.ts";
import { type KeyContext, ownKeysKeyOf } from "./keys/key-context.ts";

/**
 * Opens what somebody encrypted with one of our OpenPGP keys, expired ones too: a mail, or the armored message in it.
 * Throws `input-refused` where no key of ours that is not retired fits.
 *
 * @returns what was inside, as it is
 */
export async function openEncrypted({
  context,
  input,
}: {
  readonly context: KeyContext;
  readonly input: { readonly actor: Actor; readonly text: string };
}): Promise<Uint8Array> {
  const { actor, text } = input;
  permit(actor, "key.keep", "everybody");
  const armored = findMessage(text);
  if (armored === null) throw refuse("there is no OpenPGP message in it");
  const sealKey = ownKeysKeyOf(context.masterKey);
  const keys = await listHeldKeys(context.sql, "pgp");
  const privateKeys = keys.map(({ id, sealed }) =>
    openSealedBytes(sealKey, id, sealed).toString("utf8"),
  );
  const opened = await decryptOpenPgp(privateKeys, armored).catch(() => null);
  if (opened === null) throw refuse("it is not for a key of ours, or was damaged");
  const at = context.clock();
  const detail = { opened: opened.length };
  await appendAudit(context.sql, {
    at,
    actor,
    act: "key.keep",
    about: null,
    subject: null,
    detail,
  });
  return opened;
}

const begin = "-----BEGIN PGP MESSAGE-----";
const end = "-----END PGP MESSAGE-----";

/** The first armored message; looked for once, however often a text begins one and never ends it. */
function findMessage(text: string): string | null {
  const from = text.indexOf(begin);
  const until = from < 0 ? -1 : text.indexOf(end, from);
  return until < 0 ? null : text.slice(from, until + end.length);
}

function refuse(why: string): AppError {
  return new AppError("input-refused", `It cannot be opened: ${why}.`, {
    remedy: "A key that was retired is gone; ask the sender to encrypt with one of /keys.",
  });
}
