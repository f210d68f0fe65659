import type { EndpointId } from "../../domain/ids.ts";
import type { Sql } from "../../platform/database.ts";
import { newUuid } from "../../platform/uuid.ts";
import { toReceiverKeys } from "../../platform/webhook-keys.ts";
import { insertEndpointSecret } from "../../store/endpoint-secrets.ts";
import type { EndpointContext } from "./endpoint-context.ts";

/** What a receiver checks messages with; shown once. */
export type GivenSecret = {
  /** `whsec_…` for signatures `v1`. */
  readonly secret: string;
  /** `whpk_…` for signatures `v1a`; no secret. */
  readonly publicKey: string;
};

/** Makes a secret for a webhook and keeps it sealed; what held until now holds until `othersUntil`. */
export async function giveSecret(
  sql: Sql,
  { clock, masterKey, random }: EndpointContext,
  endpoint: EndpointId,
  othersUntil: Date,
): Promise<GivenSecret> {
  const madeAt = clock();
  const secret = { shared: random(32), seed: random(32) };
  const given = toReceiverKeys(secret);
  const { publicKey } = given;
  const id = newUuid(madeAt.getTime());
  await insertEndpointSecret(sql, masterKey, {
    ...{ id, endpoint, secret, publicKey, madeAt, othersUntil },
  });
  return given;
}
