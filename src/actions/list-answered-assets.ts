import { listAnswerableRows } from "../store/views/answer-page.ts";
import { type AnsweringContext, openLink } from "./answering/open-link.ts";

/** More than a registration takes. */
const mostAssets = 50;
const mostRows = 1000;

/**
 * Addresses and names that a recipient was told of and still answers for, each once, in the order of its mail: what it may
 * want to register. Empty where the link leads nowhere, and for suppliers, whose systems they are not.
 */
export async function listAnsweredAssets({
  context,
  input,
}: {
  readonly context: AnsweringContext;
  /** Rows null: all. */
  readonly input: { readonly token: string; readonly rows: readonly number[] | null };
}): Promise<readonly string[]> {
  const open = await openLink(context, input.token);
  if (open === null || open.isSupplier) return [];
  const rows = await listAnswerableRows(context.sql, open.link.notification, input.rows, {
    after: 0,
    limit: mostRows,
  });
  const assets = rows
    .filter(({ isLive }) => isLive)
    .flatMap(({ address, name }) => [address, name])
    .filter((asset) => asset !== null);
  return [...new Set(assets)].slice(0, mostAssets);
}
