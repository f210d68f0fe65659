import { html } from "hono/html";
import type { ToldFile } from "../../../store/views/told-files.ts";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";
import { link } from "./section.ts";
import { table } from "./table.ts";

/**
 * Files that a message names, with what to check them by.
 *
 * @param base where they are fetched; null: they are not given
 */
export function toldFiles(page: Page, files: readonly ToldFile[], base: string | null): Html {
  const { t } = page;
  return table<ToldFile>({
    caption: t("answers.files"),
    quietCaption: true,
    columns: [
      {
        head: t("answers.file"),
        names: true,
        cell: ({ position, name }) =>
          base === null ? name : link(`${base}/files/${position}`, name),
      },
      { head: t("answers.file-bytes"), numeric: true, cell: ({ size }) => page.number(size) },
      {
        head: t("answers.file-sha256"),
        cell: ({ sha256 }) =>
          html`<code class="utrecht-code mp-wrap">${sha256.toString("hex")}</code>`,
      },
    ],
    rows: files,
  });
}
