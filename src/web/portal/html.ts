import type { HtmlEscapedString } from "hono/utils/html";

/** A piece of a page: everything in it is escaped. */
export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;
