import type { ApprovableAct } from "../../../domain/access/approvable.ts";
import type { ApprovalState } from "../../../domain/access/approval.ts";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";
import { nl, type TextKey } from "../texts/nl.ts";
import { noteBadge } from "./badge.ts";
import { english } from "./section.ts";

/** What would be done. */
export function actText({ t }: Page, act: ApprovableAct): string {
  return t(`approval.act.${act}`);
}

const tones = {
  approved: "success",
  refused: "danger",
  expired: "inactive",
  used: "neutral",
} as const;

/** Where a request stands; of one that waits, how many are missing. */
export function stateBadge({ t }: Page, state: ApprovalState): Html {
  if (state.kind !== "waiting") return noteBadge(tones[state.kind], t(`approval.${state.kind}`));
  return noteBadge("warning", t("approval.waiting", { people: state.people }));
}

/** The name of a figure; one without a text of its own is shown in the program's English. */
export function figureName({ t }: Page, name: string): Html | string {
  const key = `approval.figure.${name}`;
  return isTextKey(key) ? t(key) : english(name);
}

function isTextKey(key: string): key is TextKey {
  return Object.hasOwn(nl, key);
}
