import type { Context } from "hono";
import type { Actor } from "../../domain/access/actor.ts";
import type { Language } from "../../domain/finding/finding-type.ts";
import type { Instance } from "../../domain/instance.ts";
import type { AssetPaths, WebContext, WebEnv } from "../context.ts";
import { type Formats, makeFormats } from "./formats.ts";

/** What every page is made with. */
export type Page = Formats & {
  readonly language: Language;
  /** Name of the installation. */
  readonly name: string;
  /** Where the reader is, for the menu and for coming back; a path without query. */
  readonly path: string;
  readonly nonce: string;
  readonly assets: AssetPaths;
  /** Whose pages: those of the house show everything; null: nobody is signed in. */
  readonly reader: Actor["kind"] | null;
  readonly hasSink: boolean;
  /** When the page was asked for. */
  readonly now: Date;
  /** In which times are written (IANA). */
  readonly timeZone: string;
  /** Where people ask whether a message is real. */
  readonly contact: Instance["contact"];
};

/** What a page needs to know about the request that it answers. */
export function toPage(context: WebContext, c: Context<WebEnv>): Page {
  const { language, nonce, assets } = c.var;
  return {
    ...makeFormats(language, context.instance.timeZone),
    language,
    name: context.instance.name,
    path: c.req.path,
    nonce,
    assets,
    reader: c.var.actor?.kind ?? null,
    hasSink: context.sink !== null,
    now: context.clock(),
    timeZone: context.instance.timeZone,
    contact: context.instance.contact,
  };
}
