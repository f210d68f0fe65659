import type { WebhookSecret } from "../domain/endpoint/webhook-secret.ts";
import type { EndpointId } from "../domain/ids.ts";
import type { Sql } from "../platform/database.ts";
import { deriveKey, type MasterKey } from "../platform/master-key.ts";
import { openSealedBytes, sealBytes } from "../platform/sealed-bytes.ts";

const keyBytes = 32;

/** A secret of a webhook that is to be kept. */
export type NewEndpointSecret = {
  readonly id: string;
  readonly endpoint: EndpointId;
  readonly secret: WebhookSecret;
  readonly publicKey: string;
  readonly madeAt: Date;
  /** When the one that held until now ends. */
  readonly othersUntil: Date;
};

/**
 * Keeps a secret, sealed; earlier ones that were to end sooner keep their end. To be called in a transaction that holds the
 * endpoint's lock.
 */
export async function insertEndpointSecret(
  sql: Sql,
  masterKey: MasterKey,
  { id, endpoint, secret, publicKey, madeAt, othersUntil }: NewEndpointSecret,
): Promise<void> {
  await sql.query(
    "update endpoint_secrets set ends_at = $2 where endpoint_id = $1 and ends_at is null",
    [endpoint, othersUntil],
  );
  const sealed = sealBytes(keyOf(masterKey), id, Buffer.concat([secret.shared, secret.seed]));
  await sql.query(
    "insert into endpoint_secrets (id, endpoint_id, sealed, public_key, made_at) values ($1, $2, $3, $4, $5)",
    [id, endpoint, sealed, publicKey, madeAt],
  );
}

/** The secrets of a webhook that hold at this instant, the newest first. */
export async function listEndpointSecrets(
  sql: Sql,
  masterKey: MasterKey,
  endpoint: EndpointId,
  now: Date,
): Promise<WebhookSecret[]> {
  const { rows } = await sql.query<{ id: string; sealed: Buffer }>(
    `select s.id, s.sealed from endpoint_secrets s
      where s.endpoint_id = $1 and (s.ends_at is null or s.ends_at > $2)
      order by s.made_at desc, s.id desc`,
    [endpoint, now],
  );
  return rows.map(({ id, sealed }) => {
    const bytes = openSealedBytes(keyOf(masterKey), id, sealed);
    return { shared: bytes.subarray(0, keyBytes), seed: bytes.subarray(keyBytes) };
  });
}

/** Destroys secrets that held until this instant, and those of endpoints that were disabled. */
export async function destroyEndedSecrets(sql: Sql, now: Date): Promise<number> {
  const { rowCount } = await sql.query(
    `delete from endpoint_secrets s using endpoints e
      where e.id = s.endpoint_id and (s.ends_at <= $1 or e.state = 'disabled')`,
    [now],
  );
  return rowCount;
}

function keyOf(masterKey: MasterKey): Buffer {
  return deriveKey(masterKey, "endpoint secrets");
}
