import type { OrganisationId } from "../domain/ids.ts";
import type { EmailAddress } from "../domain/network/email-address.ts";
import type { RecipientKey } from "../domain/notification/recipient-key.ts";
import type { Sql } from "../platform/database.ts";

/** How content may reach a recipient. */
export type MailReach = {
  /** The key on file that is valid; null: none. */
  readonly key: RecipientKey | null;
  /** Whether a machine of the recipient is told first, which mail only stands in for. */
  readonly byMachine: boolean;
};

type Wanted = { readonly organisation: OrganisationId | null; readonly address: EmailAddress };

/** How content may reach each of these, by `reachKey`; whoever has neither key nor machine is left out. */
export async function findMailReach(
  sql: Sql,
  wanted: readonly Wanted[],
  at: Date,
): Promise<Map<string, MailReach>> {
  const members = wanted.filter(({ organisation }) => organisation !== null);
  if (members.length === 0) return new Map();
  const { rows } = await sql.query<
    { organisation: OrganisationId; address: EmailAddress; byMachine: boolean } & {
      [Field in keyof RecipientKey]: RecipientKey[Field] | null;
    }
  >(
    `select w.organisation, w.address, k.kind, k.fingerprint, k.public_part as "publicPart",
            e.organisation is not null as "byMachine"
       from (select distinct u.organisation, u.address from unnest($1::text[], $2::text[]) as u (organisation, address)) w
       left join contact_keys k on k.organisation = w.organisation and k.address = w.address and k.state = 'active'
                               and (k.expires_at is null or k.expires_at > $3)
       left join endpoints e on e.organisation = w.organisation and e.state = 'active'
      where k.id is not null or e.id is not null`,
    [members.map(({ organisation }) => organisation), members.map(({ address }) => address), at],
  );
  return new Map(
    rows.map(({ organisation, address, byMachine, kind, fingerprint, publicPart }) => {
      const has = kind !== null && fingerprint !== null && publicPart !== null;
      const key = has ? { kind, fingerprint, publicPart } : null;
      return [reachKey({ organisation, address }), { key, byMachine }];
    }),
  );
}

/** What the reach of a recipient is found by. */
export function reachKey({ organisation, address }: Wanted): string {
  return `${organisation ?? ""} ${address}`;
}
