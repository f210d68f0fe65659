import { createPrivateKey } from "node:crypto";
import { ownKeysKeyOf } from "../actions/keys/key-context.ts";
import type { MailSigners } from "../channels/mail/protect/mail-protection.ts";
import type { SignCms } from "../channels/mail/protect/sign-entity.ts";
import type { Instance } from "../domain/instance.ts";
import type { SignText } from "../domain/keys/sign-text.ts";
import { mailDomainOf } from "../domain/network/email-address.ts";
import { makeCmsSignature } from "../platform/crypto/cms-signature.ts";
import { type OpenPgpSigner, signCleartext } from "../platform/crypto/openpgp-signature.ts";
import { toCmsSigner } from "../platform/crypto/own-certificate.ts";
import { findOpenPgpSigner } from "../platform/crypto/read-openpgp-signer.ts";
import type { Sql } from "../platform/database.ts";
import { must } from "../platform/errors.ts";
import type { MasterKey } from "../platform/master-key.ts";
import { openSealedBytes } from "../platform/sealed-bytes.ts";
import { listSigningKeys, type SealedOwnKey } from "../store/own-keys.ts";

/** For so long nothing is asked of the database: a key that is retired signs so much longer. */
const usualForMs = 10_000;

/** Keys of another sender, whose instance file once lay here, sign nothing. */
type SigningContext = {
  readonly sql: Sql;
  readonly masterKey: MasterKey;
  readonly instance: Pick<Instance, "sender">;
};

type Opened =
  | { readonly kind: "pgp"; readonly signer: OpenPgpSigner }
  | { readonly kind: "smime"; readonly sign: SignCms }
  | { readonly kind: "dkim"; readonly signer: MailSigners["dkim"][number] };

/** Answers what signs at an instant; keys are opened once and their private parts stay in memory as key objects. */
export function makeSignerReader(
  { sql, masterKey, instance }: SigningContext,
  forMs = usualForMs,
): (at: Date) => Promise<MailSigners> {
  const opened = new Map<string, Promise<Opened>>();
  const sealKey = ownKeysKeyOf(masterKey);
  const { address } = instance.sender;
  const identities = [address, mailDomainOf(address)];
  let known: { readonly readMs: number; readonly at: Date; readonly signers: MailSigners } | null =
    null;
  return async (at) => {
    const nowMs = performance.now();
    const isFresh = known !== null && nowMs - known.readMs < forMs;
    if (known !== null && isFresh && Math.abs(at.getTime() - known.at.getTime()) < forMs) {
      return known.signers;
    }
    const keys = await listSigningKeys(sql, identities, at);
    const all = await Promise.all(
      keys.map((key) => {
        const opening = opened.get(key.id) ?? open(key, sealKey, at);
        opened.set(key.id, opening);
        return opening;
      }),
    );
    known = { readMs: nowMs, at, signers: toSigners(all) };
    return known.signers;
  };
}

/** Signs texts by the same keys as mail. */
export function makeTextSigner(context: SigningContext, forMs = usualForMs): SignText {
  const read = makeSignerReader(context, forMs);
  return async (text, at) => {
    const { pgp } = await read(at);
    return pgp === null ? null : signCleartext(pgp, text, at);
  };
}

async function open(key: SealedOwnKey, sealKey: Buffer, at: Date): Promise<Opened> {
  const privatePart = openSealedBytes(sealKey, key.id, key.sealed).toString("utf8");
  switch (key.kind) {
    case "pgp": {
      const signer = await findOpenPgpSigner(privatePart, at);
      return {
        kind: "pgp",
        signer: must(signer, "an OpenPGP key was looked at before it was kept"),
      };
    }
    case "smime":
      return { kind: "smime", sign: makeCmsSignature(toCmsSigner(privatePart, key.publicPart)) };
    case "dkim": {
      const privateKey = createPrivateKey(privatePart);
      return {
        kind: "dkim",
        signer: { domain: key.identity, selector: key.name, privateKey },
      };
    }
  }
}

/** The first of each kind signs, which is the one that began last; of DKIM that of each algorithm. */
function toSigners(all: readonly Opened[]): MailSigners {
  const dkim = all.flatMap((key) => (key.kind === "dkim" ? [key.signer] : []));
  return {
    pgp: all.find((key) => key.kind === "pgp")?.signer ?? null,
    smime: all.find((key) => key.kind === "smime")?.sign ?? null,
    dkim: dkim.filter(
      ({ privateKey }, i) =>
        dkim.findIndex(
          (other) => other.privateKey.asymmetricKeyType === privateKey.asymmetricKeyType,
        ) === i,
    ),
  };
}
