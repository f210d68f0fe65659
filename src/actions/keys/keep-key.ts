import type { Actor } from "../../domain/access/actor.ts";
import type { OwnKey, OwnKeyKind } from "../../domain/keys/own-key.ts";
import type { KeyMaterial } from "../../platform/crypto/own-key-material.ts";
import { transaction } from "../../platform/database.ts";
import { AppError } from "../../platform/errors.ts";
import { sealBytes } from "../../platform/sealed-bytes.ts";
import { newUuid } from "../../platform/uuid.ts";
import { appendAudit } from "../../store/audit.ts";
import { insertOwnKey } from "../../store/own-keys.ts";
import { type KeyContext, ownKeysKeyOf } from "./key-context.ts";

/** Seals a key and keeps it; throws `conflict` where one of its name was kept before. */
export async function keepKey(
  context: KeyContext,
  actor: Actor,
  kind: OwnKeyKind,
  material: KeyMaterial,
  signsFrom: Date | null,
): Promise<OwnKey> {
  const at = context.clock();
  const { privatePart, ...published } = material;
  const key: OwnKey = {
    id: newUuid(at.getTime()),
    kind,
    ...published,
    signsFrom: signsFrom ?? at,
    madeAt: at,
    madeBy: actor.name,
    retiredAt: null,
  };
  const sealed = sealBytes(ownKeysKeyOf(context.masterKey), key.id, Buffer.from(privatePart));
  await transaction(context.sql, async (sql) => {
    if (!(await insertOwnKey(sql, key, sealed))) {
      throw new AppError("conflict", `There is a key ${key.name} (${kind}) already.`, {
        remedy: "Look at `meldpunt keys list`; a key that was retired cannot come back.",
      });
    }
    const detail = { kind, added: key.name, signsFrom: key.signsFrom, expiresAt: key.expiresAt };
    await appendAudit(sql, { at, actor, act: "key.keep", about: null, subject: key.name, detail });
  });
  return key;
}
