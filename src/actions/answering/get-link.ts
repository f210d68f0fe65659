import { AppError } from "../../platform/errors.ts";
import { type AnsweringContext, type OpenLink, openLink } from "./open-link.ts";

/** The link of a form of ours. Throws `not-found` where it leads nowhere, `not-permitted` for a form that is not ours. */
export async function getLink(
  context: AnsweringContext,
  { token, form }: { readonly token: string; readonly form: string },
): Promise<OpenLink> {
  const open = await openLink(context, token);
  if (open === null) throw new AppError("not-found", "This link leads nowhere.");
  if (open.formToken === form) return open;
  throw new AppError("not-permitted", "This form was not sent from the page of the link.", {
    remedy: "Open the link again, and answer there.",
  });
}
