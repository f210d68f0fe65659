import { html } from "hono/html";
import { languages } from "../../middleware/choose-language.ts";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";
import { en } from "../texts/en.ts";
import { nl, type TextKey } from "../texts/nl.ts";

export type LayoutOptions = {
  readonly title: string;
  /** Keep the page up to date by itself. */
  readonly live?: boolean;
  readonly body: Html;
};

/** A whole page: landmarks, menu, language, and what it is about. */
export function layout(page: Page, { title, live = false, body }: LayoutOptions): Html {
  const { t, language, name, assets, nonce, reader } = page;
  const signedIn = reader !== null;
  return html`<!doctype html>
<html lang="${language}" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} – ${name}</title>
<link rel="icon" href="${assets.icon}" type="image/svg+xml">
<link rel="stylesheet" href="${assets.styles}">
${live ? liveHead(assets.script, nonce) : ""}
</head>
<body class="utrecht-document utrecht-surface mp-page">
<a class="utrecht-skip-link utrecht-skip-link--visible-on-focus" href="#main">${t("nav.skip")}</a>
<header class="utrecht-page-header">
<div class="utrecht-page-header__content mp-header">
<p class="mp-name"><span class="mp-mark" aria-hidden="true"></span>${name}</p>
<div class="mp-tools">${languageChoice(page)}${signedIn ? signOut(page) : ""}</div>
</div>
</header>
${signedIn ? menu(page) : ""}
<main id="main" class="mp-main" tabindex="-1">
${body}
</main>
<footer class="utrecht-page-footer">
<div class="utrecht-page-footer__content mp-footer">
${signedIn ? html`<p>${t("footer.confidential")}</p>` : ""}
<p>${t("footer.software")}</p>
</div>
</footer>
</body>
</html>`;
}

/** htmx refreshes the main part; where scripts do not run, the whole page does. The reader asked for it. */
function liveHead(script: string, nonce: string): Html {
  const settings = JSON.stringify({ includeIndicatorCSS: false, allowEval: false });
  return html`<noscript><meta http-equiv="refresh" content="10"></noscript>
<meta name="htmx-config" content="${settings}">
<script src="${script}" nonce="${nonce}" defer></script>`;
}

const entries = [
  ["/", "nav.start"],
  ["/reports", "nav.reports"],
  ["/findings", "nav.findings"],
  ["/notifications", "nav.notifications"],
  ["/brakes", "nav.brakes"],
  ["/deliveries", "nav.deliveries"],
  ["/mails", "nav.mails"],
  ["/custody", "nav.custody"],
  ["/responses", "nav.responses"],
  ["/members", "nav.members"],
  ["/endpoints", "nav.endpoints"],
  ["/who", "nav.who"],
  ["/coverage", "nav.coverage"],
  ["/finders", "nav.finders"],
  ["/registrations", "nav.registrations"],
  ["/organisation", "nav.organisation"],
  ["/approvals", "nav.approvals"],
  ["/texts", "nav.texts"],
  ["/corrections", "nav.corrections"],
  ["/silence", "nav.silence"],
  ["/sink", "nav.sink"],
] as const satisfies readonly (readonly [string, TextKey])[];

/** What others than the house find in their menu. */
const forMembers: readonly string[] = [
  "/findings",
  "/notifications",
  "/custody",
  "/members",
  "/endpoints",
  "/organisation",
];

/** What the house does not: it is nobody's organisation. */
const forMembersOnly: readonly string[] = ["/organisation"];

function menu({ t, path, hasSink, reader }: Page): Html {
  const shown = entries.filter(
    ([to]) =>
      (hasSink || to !== "/sink") &&
      (reader === "house" ? !forMembersOnly.includes(to) : forMembers.includes(to)) &&
      (reader === "member" || !forMembersOnly.includes(to)),
  );
  return html`<nav class="utrecht-nav-bar mp-menu" aria-label="${t("nav.label")}">
<ul class="utrecht-nav-bar__content mp-menu__list">
${shown.map(([to, key]) => {
  const isHere = to === "/" ? path === "/" : path === to || path.startsWith(`${to}/`);
  return html`<li><a class="mp-menu__link" href="${to}"${isHere ? html` aria-current="page"` : ""}>${t(key)}</a></li>`;
})}
</ul>
</nav>`;
}

const names = { nl: nl["language.name"], en: en["language.name"] };

/** Buttons, since choosing a language changes a cookie. */
function languageChoice({ t, language, path }: Page): Html {
  return html`<form method="post" action="/language" class="mp-languages" aria-label="${t("language.choose")}">
<input type="hidden" name="to" value="${path}">
${languages.map((other) =>
  other === language
    ? html`<span class="mp-languages__current" aria-current="true" lang="${other}">${names[other]}</span>`
    : html`<button class="utrecht-link-button utrecht-link-button--html-button mp-languages__other" name="language" value="${other}" lang="${other}">${names[other]}</button>`,
)}
</form>`;
}

function signOut({ t }: Page): Html {
  return html`<form method="post" action="/sign-out"><button class="utrecht-link-button utrecht-link-button--html-button">${t("sign-out")}</button></form>`;
}
