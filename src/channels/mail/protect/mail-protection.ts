import type { MailKeyKind } from "../../../domain/notification/recipient-key.ts";
import type { OpenPgpSigner } from "../../../platform/crypto/openpgp-signature.ts";
import { toMailBytes, type WrittenMail } from "../mime/write-mail.ts";
import { encryptEntity } from "./encrypt-entity.ts";
import { hideSubject } from "./hide-subject.ts";
import type { ProtectionWanted, ProtectMail } from "./protect-mail.ts";
import { type DkimSigner, signDkim } from "./sign-dkim.ts";
import { type SignCms, signPgpEntity, signSmimeEntity } from "./sign-entity.ts";

/** What the installation signs mail with at some time; null where it has no such key. */
export type MailSigners = {
  readonly pgp: OpenPgpSigner | null;
  readonly smime: SignCms | null;
  /** At most one of each algorithm. */
  readonly dkim: readonly DkimSigner[];
};

export type ProtectionSettings = {
  /** In which form mail is signed to whoever has given us no key. */
  readonly prefers: MailKeyKind | "none";
  readonly readSigners: (at: Date) => Promise<MailSigners>;
};

/**
 * Signs mail by the keys of the installation: in the form that the recipient's own key has, else in the one that the
 * installation prefers, else in the other. Where it has none, mail goes unsigned. What is secret is encrypted after that, its
 * subject hidden; without a key of the recipient it is an error. DKIM comes last, over all of it.
 */
export function makeMailProtection({ prefers, readSigners }: ProtectionSettings): ProtectMail {
  return async (mail, wanted) => {
    const signers = await readSigners(wanted.at);
    const { id, fields, entity } = wanted.secret ? hideSubject(mail) : mail;
    const signed = signEntity({ id, entity }, signers, prefers, wanted);
    const sealed = wanted.secret ? await seal(id, signed, wanted) : signed;
    return signDkim(toMailBytes({ fields, entity: sealed }), signers.dkim, wanted.at);
  };
}

/** For whoever has no keys: encrypts what is secret, and signs nothing. */
export const encryptOnly: ProtectMail = makeMailProtection({
  prefers: "none",
  readSigners: async () => ({ pgp: null, smime: null, dkim: [] }),
});

/** What is secret never goes out without a key: rows are reduced before, and this is the last gate. */
async function seal(id: string, entity: Buffer, { key, at }: ProtectionWanted): Promise<Buffer> {
  if (key === null) throw new Error(`mail ${id} is secret and has no key`);
  return encryptEntity(id, entity, key, at);
}

function signEntity(
  { id, entity }: Pick<WrittenMail, "id" | "entity">,
  { pgp, smime }: MailSigners,
  prefers: ProtectionSettings["prefers"],
  { key, at }: ProtectionWanted,
): Buffer {
  const kind = key?.kind ?? prefers;
  if (kind === "none") return entity;
  const order = kind === "smime" ? (["smime", "pgp"] as const) : (["pgp", "smime"] as const);
  for (const kind of order) {
    if (kind === "pgp" && pgp !== null) return signPgpEntity(id, entity, pgp, at);
    if (kind === "smime" && smime !== null) return signSmimeEntity(id, entity, smime, at);
  }
  return entity;
}
