import { html } from "hono/html";
import type { publishKeys } from "../../../actions/publish-keys.ts";
import { keyPathOf } from "../../../actions/publish-security-txt.ts";
import { layout } from "../components/layout.ts";
import { english, link, nothing, section } from "../components/section.ts";
import { table } from "../components/table.ts";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";

type PublishedKey = Awaited<ReturnType<typeof publishKeys>>[number];

/** Keys that our mail is signed with; for everybody. */
export function ownKeysPage(page: Page, keys: readonly PublishedKey[]): Html {
  const { t } = page;
  const title = t("own-keys.title");
  const body = html`<h1 class="utrecht-heading-1">${title}</h1>
<p class="utrecht-paragraph mp-lead">${t("own-keys.intro", { name: page.name })}</p>
${section("keys", t("own-keys.list"), keys.length === 0 ? nothing(t("own-keys.none")) : keyTable(page, keys))}`;
  return layout(page, { title, body });
}

function keyTable(page: Page, keys: readonly PublishedKey[]): Html {
  const { t, instant } = page;
  return table<PublishedKey>({
    caption: t("own-keys.list"),
    quietCaption: true,
    columns: [
      {
        head: t("keys.fingerprint"),
        names: true,
        cell: ({ name }) => english(name.replace(/.{4}(?=.)/g, "$& ")),
      },
      { head: t("keys.kind"), cell: ({ kind }) => (kind === "pgp" ? "OpenPGP" : "S/MIME") },
      { head: t("organisation.address"), cell: ({ identity }) => identity },
      { head: t("keys.state"), cell: ({ state }) => t(`own-keys.state-${state}`) },
      { head: t("own-keys.from"), cell: ({ signsFrom }) => instant(signsFrom) },
      {
        head: t("keys.until"),
        cell: ({ expiresAt, retiredAt }) => {
          const until = retiredAt ?? expiresAt;
          return until === null ? "" : instant(until);
        },
      },
      { head: t("own-keys.file"), cell: (key) => link(keyPathOf(key), t("own-keys.download")) },
    ],
    rows: keys,
  });
}
