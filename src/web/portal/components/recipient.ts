import { html } from "hono/html";
import type { Html } from "../page.ts";

/** Names of organisations by id. */
export type Names = ReadonlyMap<string, string>;

/** Who gets it: the organisation by name where there is one, and the mailbox. */
export function recipient(names: Names, organisation: string | null, address: string): Html {
  if (organisation === null) return html`<span class="mp-address">${address}</span>`;
  return html`<span class="mp-organisation">${names.get(organisation) ?? organisation}</span> <span class="mp-address">${address}</span>`;
}
