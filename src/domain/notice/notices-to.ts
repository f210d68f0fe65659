import type { Language } from "../finding/finding-type.ts";
import type { Organisation } from "../world/world.ts";
import type { Notice } from "./notice.ts";

/** The same notice to every contact of an organisation, each in its language; an address that stands twice gets one. */
export function noticesTo(
  organisation: Pick<Organisation, "id" | "contacts">,
  notice: Pick<Notice, "kind" | "once" | "data">,
  preset: Language,
): Notice[] {
  const languages = new Map(
    organisation.contacts.map(({ email, language }) => [email, language ?? preset]),
  );
  return [...languages].map(([address, language]) => ({
    ...notice,
    once: notice.once === null ? null : `${notice.once} ${address}`,
    organisation: organisation.id,
    address,
    language,
  }));
}
