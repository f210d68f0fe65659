import { type ApprovableAct, approvable } from "../../domain/access/approvable.ts";
import type { ApprovalRule, Approvals } from "../../domain/access/approval.ts";
import { type Duration, meanLengthMs } from "../../domain/duration.ts";
import { readDuration } from "../structured-file/duration-text.ts";
import { readWhole } from "../structured-file/read-values.ts";
import {
  complain,
  findEntry,
  type Read,
  readMapping,
  readOptional,
  readRequired,
} from "../structured-file/reading.ts";

const acts = Object.keys(approvable) as ApprovableAct[];

/** Long enough for a weekend, short enough to remember what it was about. */
const usualWithin: Duration = { months: 0, days: 0, ms: 72 * 3_600_000 };
const longestWithin: Duration = { months: 0, days: 31, ms: 0 };

/**
 * How many people acts need. Where any act needs several and `token.issue` is not named, it needs as many as the one that
 * needs most: whoever gives tokens of the house alone could be all of them.
 */
export const readApprovals: Read<Approvals> = (reading, entry) => {
  const mapping = readMapping(reading, entry, acts);
  if (mapping === null) return null;
  const rules: { [act in ApprovableAct]?: ApprovalRule } = {};
  for (const act of acts) {
    const rule = readOptional(reading, mapping, act, readRule(act), null);
    if (rule !== null) rules[act] = rule;
  }
  const given = Object.values(rules);
  if (given.length === 0 || rules["token.issue"] !== undefined) return rules;
  const most = (of: (rule: ApprovalRule) => number): number => Math.max(...given.map(of));
  return {
    ...rules,
    "token.issue": {
      people: most(({ people }) => people),
      bodies: most(({ bodies }) => bodies),
      within: usualWithin,
      above: null,
    },
  };
};

function readRule(act: ApprovableAct): Read<ApprovalRule> {
  return (reading, entry) => {
    const mapping = readMapping(reading, entry, ["people", "bodies", "within", "above"]);
    if (mapping === null) return null;
    const people = readRequired(reading, mapping, "people", readWhole(2, 20));
    if (people === null) return null;
    const above = findEntry(mapping, "above");
    if (above !== null && approvable[act].figure === null) {
      complain(reading, above.path, `${act} counts nothing`, "Leave above out.");
    }
    return {
      people,
      bodies: readOptional(reading, mapping, "bodies", readWhole(1, people), 1),
      within: readOptional(reading, mapping, "within", readWithin, usualWithin),
      above: readOptional(reading, mapping, "above", readFigure, null),
    };
  };
}

const readWithin: Read<Duration> = (reading, entry) => {
  const duration = readDuration(reading, entry);
  if (duration === null || meanLengthMs(duration) <= meanLengthMs(longestWithin)) return duration;
  complain(reading, entry.path, "too long for an approval", "Write at most P31D.");
  return null;
};

const readFigure: Read<number> = (reading, { path, value }) => {
  if (typeof value === "number" && Number.isFinite(value) && value >= 0) return value;
  complain(reading, path, "not such a number", "Write a number from 0.");
  return null;
};
