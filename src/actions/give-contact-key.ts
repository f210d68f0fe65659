import type { Actor } from "../domain/access/actor.ts";
import type { OrganisationId } from "../domain/ids.ts";
import { type ContactKey, keyCodeMs, toKeyCodeText } from "../domain/keys/contact-key.ts";
import type { EmailAddress } from "../domain/network/email-address.ts";
import type { Notice } from "../domain/notice/notice.ts";
import { proofTokenBytes, toProofToken } from "../domain/proof/proof-token.ts";
import { readRecipientKey } from "../platform/crypto/read-recipient-key.ts";
import { transaction } from "../platform/database.ts";
import { sha256 } from "../platform/digest.ts";
import { AppError } from "../platform/errors.ts";
import { newUuid } from "../platform/uuid.ts";
import { appendAudit } from "../store/audit.ts";
import {
  askContactKey,
  countAskedKeys,
  hasActiveKey,
  putContactKey,
} from "../store/contact-keys.ts";
import { queueNotices } from "../store/notices.ts";
import { permit } from "./access/permit.ts";
import type { ClaimContext } from "./claims/claim-context.ts";
import { findContact } from "./keys/find-contact.ts";

const dayMs = 24 * 60 * 60_000;
const mostADay = 5;

export type GiveContactKeyInput = {
  readonly actor: Actor;
  readonly organisation: OrganisationId;
  readonly address: EmailAddress;
  /** An OpenPGP public key in ASCII armor, or a certificate in PEM. */
  readonly text: string;
  /** An operator has compared the fingerprint by another way: no code is mailed. */
  readonly compared: boolean;
};

/**
 * Gives a contact of an organisation a key. A code goes to its address, encrypted with the key: it counts when the code was
 * typed, which shows that whoever reads there can open what is encrypted.
 *
 * Throws `input-refused` for what mail to the address cannot be encrypted with, `not-found` where it is no contact,
 * `too-many-requests` after five in a day.
 */
export async function giveContactKey({
  context,
  input,
}: {
  readonly context: ClaimContext;
  readonly input: GiveContactKeyInput;
}): Promise<Pick<ContactKey, "kind" | "fingerprint" | "expiresAt"> & { readonly counts: boolean }> {
  const { actor, organisation: id, address, compared } = input;
  permit(actor, "register.ask", { organisation: id });
  if (compared) permit(actor, "key.keep", "everybody");
  const at = context.clock();
  const read = await readRecipientKey(input.text, { address, at });
  const key: ContactKey = { ...read, id: newUuid(at.getTime()), organisation: id, address };
  await transaction(context.sql, async (sql) => {
    const { organisation, contact } = await findContact(sql, id, address);
    if (compared && (await hasActiveKey(sql, key))) return;
    if ((await countAskedKeys(sql, key, new Date(at.getTime() - dayMs))) >= mostADay) {
      throw new AppError("too-many-requests", `${mostADay} keys were sent in for it today.`);
    }
    if (compared) await putContactKey(sql, key, { at, by: actor.name });
    else {
      const code = toProofToken(context.random(proofTokenBytes));
      const codeHash = sha256(toKeyCodeText(key, code));
      const until = new Date(at.getTime() + keyCodeMs);
      await askContactKey(sql, key, { at, by: actor.name, codeHash, until });
      const notice: Notice = {
        kind: "contact-key-code",
        once: null,
        organisation: id,
        address,
        language: contact.language ?? context.instance.languages[0],
        data: { organisation: organisation.name, address, fingerprint: key.fingerprint, code },
      };
      const domain = context.instance.sender.returnPathDomain;
      await queueNotices(sql, [notice], { at, domain });
    }
    const detail = { key: compared ? "added" : "asked", kind: key.kind };
    const subject = key.fingerprint;
    await appendAudit(sql, { at, actor, act: "register.ask", about: id, subject, detail });
  });
  const { kind, fingerprint, expiresAt } = key;
  return { kind, fingerprint, expiresAt, counts: compared };
}
