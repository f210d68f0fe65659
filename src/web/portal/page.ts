import type { Context } from "hono";
import type { HtmlEscapedString } from "hono/utils/html";
import type { Language } from "../../domain/finding-type.ts";
import type { WebContext, WebEnv } from "../context.ts";
import { type Formats, makeFormats } from "./formats.ts";

/** A piece of a page: everything in it is escaped. */
export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

/** What every page is made with. */
export type Page = Formats & {
  readonly language: Language;
  /** Name of the installation. */
  readonly name: string;
  /** Where the reader is, for the menu and for coming back; a path without query. */
  readonly path: string;
  readonly nonce: string;
  readonly assets: { readonly styles: string; readonly script: string; readonly icon: string };
  readonly signedIn: boolean;
  readonly hasSink: boolean;
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
    signedIn: c.var.actor !== undefined,
    hasSink: context.sink !== null,
  };
}
