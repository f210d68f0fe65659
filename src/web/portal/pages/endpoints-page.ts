import { html } from "hono/html";
import {
  endpointBadge,
  lastText,
  type ShownEndpoint,
  troubleText,
  wayText,
} from "../components/endpoint-text.ts";
import { alert, choice, textField } from "../components/field.ts";
import { layout } from "../components/layout.ts";
import type { Names } from "../components/recipient.ts";
import { link, nothing, section } from "../components/section.ts";
import { type Column, table } from "../components/table.ts";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";

/** What is wrong with what was typed. */
export type EndpointTrouble = "no-way" | "no-url" | "no-organisation" | "too-many";

/** What was typed into the form. */
export type TypedEndpoint = {
  readonly organisation: string;
  readonly way: string;
  readonly url: string;
};

export type EndpointsPageData = {
  readonly endpoints: readonly ShownEndpoint[];
  readonly names: Names;
  readonly mayChange: boolean;
  readonly typed: TypedEndpoint;
  readonly troubles: readonly EndpointTrouble[];
};

/** Where programs get what organisations are told, and the form to make another. */
export function endpointsPage(page: Page, data: EndpointsPageData): Html {
  const { t, reader } = page;
  const { endpoints, mayChange, troubles } = data;
  const present = endpoints.filter(({ state }) => state !== "disabled");
  const ended = endpoints.filter(({ state }) => state === "disabled");
  const title = t("endpoints.title");
  const list =
    present.length === 0
      ? nothing(t("endpoints.none"))
      : endpointTable(page, data.names, present, t("endpoints.list"));
  const body = html`<h1 class="utrecht-heading-1">${title}</h1>
<p class="utrecht-paragraph">${t(reader === "house" ? "endpoints.intro" : "endpoints.intro-own")}</p>
${alert(troubles.map((trouble) => t(`endpoints.${trouble}`)))}
${section("endpoints", t("endpoints.list"), list)}
${mayChange ? section("new", t("endpoints.new"), newForm(page, data)) : ""}
${ended.length === 0 ? "" : section("disabled", t("endpoints.disabled"), disabledTable(page, data.names, ended))}`;
  return layout(page, { title, body });
}

function endpointTable(
  page: Page,
  names: Names,
  rows: readonly ShownEndpoint[],
  caption: string,
): Html {
  const { t, number } = page;
  return table<ShownEndpoint>({
    caption,
    quietCaption: true,
    columns: [
      ...nameColumns(page, names),
      { head: t("endpoints.state"), cell: (endpoint) => endpointBadge(page, endpoint) },
      { head: t("endpoints.last"), cell: (endpoint) => lastText(page, endpoint) },
      {
        head: t("endpoints.trouble"),
        room: "medium",
        cell: (endpoint) => troubleText(page, endpoint) ?? t("endpoints.trouble-none"),
      },
      { head: t("endpoints.waiting"), numeric: true, cell: ({ waiting }) => number(waiting) },
    ],
    rows,
  });
}

function disabledTable(page: Page, names: Names, rows: readonly ShownEndpoint[]): Html {
  const { t, instant } = page;
  return table<ShownEndpoint>({
    caption: t("endpoints.disabled"),
    quietCaption: true,
    columns: [
      ...nameColumns(page, names),
      {
        head: t("endpoint.disabled"),
        cell: ({ disabledAt }) => (disabledAt === null ? t("page.none") : instant(disabledAt)),
      },
      {
        head: t("brakes.why"),
        cell: ({ disabledBecause }) =>
          disabledBecause === null ? t("page.none") : t(`endpoints.because-${disabledBecause}`),
      },
    ],
    rows,
  });
}

/** The house sees whose it is. */
function nameColumns(page: Page, names: Names): readonly Column<ShownEndpoint>[] {
  const { t, reader } = page;
  const way: Column<ShownEndpoint> = {
    head: t("endpoints.way"),
    names: true,
    room: "wide",
    cell: (endpoint) => {
      const { endpoint: id, url } = endpoint;
      return html`${link(`/endpoints/${id}`, wayText(page, endpoint))}${url === null ? "" : html`<br><span class="mp-small mp-wrap">${url}</span>`}`;
    },
  };
  if (reader !== "house") return [way];
  const whose: Column<ShownEndpoint> = {
    head: t("endpoints.organisation"),
    cell: ({ organisation }) => names.get(organisation) ?? organisation,
  };
  return [way, whose];
}

const memberWays = ["webhook", "pull"] as const;
const houseWays = [...memberWays, "folder-json", "folder-csv"] as const;

function newForm(page: Page, { typed, names }: EndpointsPageData): Html {
  const { t, reader } = page;
  const isHouse = reader === "house";
  const ways = (isHouse ? houseWays : memberWays).map(
    (way) => [way, t(`endpoints.new-${way}`)] as const,
  );
  const organisation = textField({
    ...{ id: "organisation", label: t("endpoints.organisation"), value: typed.organisation },
    ...{ hint: t("endpoints.new-organisation-hint"), suggestions: [...names.keys()] },
    required: true,
  });
  const url = textField({
    ...{ id: "url", label: t("endpoints.new-url"), value: typed.url },
    ...{ hint: t("endpoints.new-url-hint"), maxLength: 2000 },
  });
  return html`<p class="utrecht-paragraph">${t("endpoints.new-text")}</p>
<form method="post" action="/endpoints" class="mp-form">
${isHouse ? organisation : ""}
${choice({ id: "way", label: t("endpoints.new-way"), value: typed.way }, ways)}
${url}
<button class="utrecht-button utrecht-button--primary-action" type="submit">${t("endpoints.new-button")}</button>
</form>`;
}
