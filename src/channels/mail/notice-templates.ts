import { readFileSync } from "node:fs";
import { join } from "node:path";
import Mustache from "mustache";
import type { Language } from "../../domain/finding/finding-type.ts";
import { type NoticeKind, noticeVariables } from "../../domain/notice/notice.ts";
import { AppError } from "../../platform/errors.ts";
import { parseMessages } from "./mail-templates.ts";
import { differ, differingMessages, variablesOf } from "./template-problems.ts";

/** Texts of notices in both languages. */
export type NoticeTemplates = {
  /** Subject and text of a kind, filled in; the frame is not around it yet. */
  render(language: Language, kind: NoticeKind, view: View): { subject: string; text: string };
  /** The frame that every notice stands in. */
  frame(language: Language, view: View): string;
  /** A word or sentence by its key; throws when there is none. */
  message(language: Language, key: string): string;
};

type View = Readonly<Record<string, string>>;

const languages = ["nl", "en"] as const satisfies readonly Language[];
const kinds = Object.keys(noticeVariables) as NoticeKind[];
/** What the frame is filled with. */
const frameVariables = ["text", "name", "sender", "contactEmail", "contactPage", "privacyPage"];
/** Messages are values of notices in words; which values there are, each action knows. */
const saidPrefixes = ["field.", "reason.", "relation.", "custody.", "endpoint.", "asked."];
/** What every text may use besides what its kind has. */
const ownVariables = ["portal"];

/**
 * Reads `<language>/<kind>.txt` (first line the subject, then an empty one; Mustache, nothing escaped), `frame.txt` and
 * `messages.json` of a folder. Throws `input-refused` where one is missing, or uses what its kind does not have.
 */
export function readNoticeTemplates(folder: string): NoticeTemplates {
  const read = (language: Language, file: string): string => {
    const path = join(folder, language, file);
    try {
      return readFileSync(path, "utf8");
    } catch {
      throw refused(`${path} is missing`);
    }
  };
  const texts = new Map<string, { readonly subject: string; readonly text: string }>();
  const frames = new Map<Language, string>();
  const messages = new Map<Language, ReturnType<typeof parseMessages>>();
  for (const language of languages) {
    for (const kind of kinds) {
      const whole = read(language, `${kind}.txt`);
      const path = `${language}/${kind}.txt`;
      checkVariables(path, whole, [...noticeVariables[kind], ...ownVariables]);
      texts.set(`${language} ${kind}`, toParts(path, whole));
    }
    const frame = read(language, "frame.txt");
    checkVariables(`${language}/frame.txt`, frame, frameVariables);
    frames.set(language, frame);
    const json = read(language, "messages.json");
    messages.set(language, parseMessages(`${language}/messages.json`, language, json));
  }
  const problems = [
    ...kinds.flatMap((kind) =>
      differ(`${kind}.txt`, usedIn(texts, "nl", kind), usedIn(texts, "en", kind)),
    ),
    ...differingMessages("messages.json", get(messages, "nl"), get(messages, "en")),
    ...[...get(messages, "nl").keys()]
      .filter((key) => !saidPrefixes.some((prefix) => key.startsWith(prefix)))
      .map((key) => `messages.json: ${key} is said nowhere`),
  ];
  if (problems.length > 0) throw refused(problems.join("; "));
  return {
    render(language, kind, view) {
      const { subject, text } = get(texts, `${language} ${kind}`);
      return { subject: fill(subject, view), text: fill(text, view) };
    },
    frame: (language, view) => fill(get(frames, language), view),
    message: (language, key) => String(get(get(messages, language), key).format()),
  };
}

function usedIn(
  texts: ReadonlyMap<string, { readonly subject: string; readonly text: string }>,
  language: Language,
  kind: NoticeKind,
): Set<string> {
  const { subject, text } = get(texts, `${language} ${kind}`);
  return variablesOf(`${subject}\n${text}`);
}

function fill(text: string, view: View): string {
  return Mustache.render(text, view, {}, { escape: (value: unknown) => String(value) });
}

function get<Key, Value>(map: ReadonlyMap<Key, Value>, key: Key): Value {
  const value = map.get(key);
  if (value === undefined) throw new Error(`Bug: no text ${String(key)}`);
  return value;
}

function toParts(path: string, whole: string): { readonly subject: string; readonly text: string } {
  const [subject = "", empty, ...lines] = whole.split("\n");
  if (subject.trim() === "" || empty !== "") {
    throw refused(`${path} does not begin with a subject and an empty line`);
  }
  return { subject, text: lines.join("\n") };
}

function checkVariables(path: string, text: string, known: readonly string[]): void {
  for (const name of variablesOf(text)) {
    if (!known.includes(name)) throw refused(`${path} uses ${name}, which it is not given`);
  }
}

function refused(problem: string): AppError {
  return new AppError("input-refused", `Texts of notices cannot be used: ${problem}.`, {
    remedy: "Give every kind a text in both languages, with the variables that it has.",
  });
}
