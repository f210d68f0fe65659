import { html } from "hono/html";
import type { Html } from "../html.ts";

/** Names of organisations by id. */
export type Names = ReadonlyMap<string, string>;

/** Who gets it: the organisation by name where there is one, and the mailbox. */
export function recipient(names: Names, organisation: string | null, address: string): Html {
  if (organisation === null) return mailbox(address);
  return html`<span class="mp-organisation">${names.get(organisation) ?? organisation}</span> ${mailbox(address)}`;
}

/** A mailbox, which a narrow column breaks behind the @. */
export function mailbox(address: string): Html {
  const at = address.lastIndexOf("@") + 1;
  return html`<span class="mp-address">${address.slice(0, at)}<wbr>${address.slice(at)}</span>`;
}
