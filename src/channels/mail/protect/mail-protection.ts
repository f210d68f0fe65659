import type { MailKeyKind } from "../../../domain/notification/recipient-key.ts";
import type { OpenPgpSigner } from "../../../platform/crypto/openpgp-signature.ts";
import { toMailBytes, type WrittenMail } from "../mime/write-mail.ts";
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
 * installation prefers, else in the other. Where it has none, mail goes unsigned. DKIM comes last, over all of it.
 */
export function makeMailProtection({ prefers, readSigners }: ProtectionSettings): ProtectMail {
  return async (mail, wanted) => {
    const signers = await readSigners(wanted.at);
    const entity = signEntity(mail, signers, prefers, wanted);
    return signDkim(toMailBytes({ fields: mail.fields, entity }), signers.dkim, wanted.at);
  };
}

function signEntity(
  { id, entity }: WrittenMail,
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
