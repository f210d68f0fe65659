import type { Context } from "hono";
import type { WebEnv } from "../context.ts";

/** What was typed into a form. */
export type Form = {
  /** The field, or the first of that name, without blank ends; empty where there is none. */
  text(name: string): string;
  /** The same as it came: a name that we gave ourselves. */
  exact(name: string): string;
  /** Every field of that name. */
  list(name: string): readonly string[];
};

/** Reads the form that came with a request. */
export async function readForm(c: Context<WebEnv>): Promise<Form> {
  const body = await c.req.parseBody({ all: true });
  const list = (name: string): readonly string[] =>
    [body[name] ?? []].flat().filter((value) => typeof value === "string");
  const exact = (name: string): string => list(name)[0] ?? "";
  return { list, exact, text: (name) => exact(name).trim() };
}
