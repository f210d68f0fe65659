import type { Language } from "../../domain/finding/finding-type.ts";
import type { EmailAddress } from "../../domain/network/email-address.ts";
import type { Notice } from "../../domain/notice/notice.ts";
import { proofTokenBytes, toProofToken } from "../../domain/proof/proof-token.ts";
import { contactCodeMs, toContactText } from "../../domain/registration/contact-confirmation.ts";
import type { Organisation } from "../../domain/world/world.ts";
import type { Sql } from "../../platform/database.ts";
import { sha256 } from "../../platform/digest.ts";
import { type NewConfirmation, putConfirmations } from "../../store/contact-confirmations.ts";
import { queueNotices } from "../../store/notices.ts";
import type { ClaimContext } from "../claims/claim-context.ts";

/** Mails a code to each of these addresses of an organisation, in the transaction that makes them its contacts. */
export async function askForCodes(
  sql: Sql,
  { random, instance, clock }: ClaimContext,
  organisation: Pick<Organisation, "id" | "name">,
  contacts: readonly { readonly email: EmailAddress; readonly language: Language | null }[],
  kind: "contact-code" | "contact-reminder" = "contact-code",
): Promise<void> {
  const at = clock();
  const until = new Date(at.getTime() + contactCodeMs);
  const entries: NewConfirmation[] = [];
  const notices: Notice[] = [];
  const byAddress = new Map(contacts.map(({ email, language }) => [email, language]));
  for (const [address, language] of byAddress) {
    const code = toProofToken(random(proofTokenBytes));
    entries.push({
      address,
      code: { hash: sha256(toContactText(organisation.id, address, code)), until },
    });
    notices.push({
      kind,
      once: null,
      organisation: organisation.id,
      address,
      language: language ?? instance.languages[0],
      data: { organisation: organisation.name, address, code },
    });
  }
  await putConfirmations(sql, organisation.id, entries, at);
  await queueNotices(sql, notices, { at, domain: instance.sender.returnPathDomain });
}
