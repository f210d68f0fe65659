import type { Actor } from "../domain/access/actor.ts";
import type { OwnKeyKind } from "../domain/keys/own-key.ts";
import { transaction } from "../platform/database.ts";
import { AppError } from "../platform/errors.ts";
import { appendAudit } from "../store/audit.ts";
import { retireOwnKey } from "../store/own-keys.ts";
import { permit } from "./access/permit.ts";
import type { KeyContext } from "./keys/key-context.ts";

/**
 * Ends the use of a key for good: its private part is destroyed, its public part stays published, so that old mail can
 * still be checked. Throws `not-found` where no such key is in use.
 */
export async function retireKey({
  context,
  input,
}: {
  readonly context: Pick<KeyContext, "sql" | "clock">;
  readonly input: { readonly actor: Actor; readonly kind: OwnKeyKind; readonly name: string };
}): Promise<void> {
  const { actor, kind, name } = input;
  permit(actor, "key.keep", "everybody");
  const at = context.clock();
  await transaction(context.sql, async (sql) => {
    if (!(await retireOwnKey(sql, { kind, name, at, by: actor.name }))) {
      throw new AppError("not-found", `No key ${name} (${kind}) is in use.`, {
        remedy: "`meldpunt keys list` shows them.",
      });
    }
    const detail = { kind, retired: name };
    await appendAudit(sql, { at, actor, act: "key.keep", about: null, subject: name, detail });
  });
}
