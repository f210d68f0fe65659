import { html } from "hono/html";
import type { LoadedRelation, ShownMembers } from "../../../actions/show-members.ts";
import type { OrganisationId } from "../../../domain/ids.ts";
import type { Accepts } from "../../../domain/world/world.ts";
import type { RelationListEntry } from "../../../store/views/relation-list.ts";
import { noteBadge } from "../components/badge.ts";
import { facts } from "../components/facts.ts";
import { layout } from "../components/layout.ts";
import type { Names } from "../components/recipient.ts";
import { link, nothing, section } from "../components/section.ts";
import { table } from "../components/table.ts";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";

export type MembersPageData = ShownMembers & {
  /** Whose page it is; null: of the house, which sees all. */
  readonly own: OrganisationId | null;
  readonly names: Names;
};

/** Who serves us, and whom we serve: where each relation stands, and by when it has to be confirmed. */
export function membersPage(page: Page, data: MembersPageData): Html {
  const { t } = page;
  const { own, accepts, relations, loaded } = data;
  const title = t("members.title");
  const serving = {
    relations: relations.filter(({ member }) => own === null || member === own),
    loaded: loaded.filter(({ member }) => own === null || member === own),
  };
  const served = {
    relations: relations.filter(({ intermediary }) => intermediary === own),
    loaded: loaded.filter(({ intermediary }) => intermediary === own),
  };
  const ours = section("ours", t("members.ours"), list(page, data, served));
  const body = html`<h1 class="utrecht-heading-1">${title}</h1>
<p class="utrecht-paragraph">${t("members.intro")}</p>
${accepts === null ? "" : html`${ours}${section("accepts", t("members.accepts"), toAccepts(page, accepts))}`}
${section("serving", t(own === null ? "members.all" : "members.serving"), list(page, data, serving))}`;
  return layout(page, { title, body });
}

type Shown = {
  readonly relations: readonly RelationListEntry[];
  readonly loaded: readonly LoadedRelation[];
};

function list(page: Page, { names }: MembersPageData, { relations, loaded }: Shown): Html {
  const { t, instant } = page;
  if (relations.length + loaded.length === 0) return nothing(t("members.none"));
  type Row = RelationListEntry | LoadedRelation;
  const isKept = (row: Row): row is RelationListEntry => "id" in row;
  const nameOf = (id: string): string => names.get(id) ?? id;
  return table<Row>({
    caption: t("members.caption"),
    quietCaption: true,
    columns: [
      {
        head: t("members.member"),
        names: true,
        cell: (row) =>
          isKept(row) ? link(`/members/${row.id}`, nameOf(row.member)) : nameOf(row.member),
      },
      { head: t("members.intermediary"), cell: ({ intermediary }) => nameOf(intermediary) },
      {
        head: t("members.state"),
        cell: (row) =>
          isKept(row) ? relationBadge(page, row.state) : noteBadge("neutral", t("members.loaded")),
      },
      {
        head: t("members.informed"),
        cell: ({ informed }) => t(informed ? "members.yes" : "members.no"),
      },
      {
        head: t("members.next"),
        cell: (row) =>
          isKept(row) && row.nextCheckAt !== null ? instant(row.nextCheckAt) : t("page.none"),
      },
    ],
    rows: [...relations, ...loaded],
  });
}

export function relationBadge({ t }: Page, state: RelationListEntry["state"]): Html {
  const tones = { asked: "active", active: "success", stale: "warning", ended: "neutral" } as const;
  return noteBadge(tones[state], t(`members.state.${state}`));
}

function toAccepts({ t }: Page, accepts: Accepts): Html {
  const { kinds, minSeverity, maxTier, lanes, types } = accepts;
  const all = t("members.all-of-them");
  return facts([
    [t("members.kinds"), kinds?.map((kind) => t(`kind.${kind}`)).join(", ") ?? all],
    [t("members.severity"), minSeverity === null ? all : t(`severity.${minSeverity}`)],
    [t("members.tier"), maxTier ?? all],
    [t("members.lanes"), lanes?.map((lane) => t(`lane.${lane}`)).join(", ") ?? all],
    [t("members.types"), types?.join(", ") ?? all],
  ]);
}
