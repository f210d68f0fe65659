import { type Document, isAlias, isMap, isSeq, LineCounter, type Node, parseDocument } from "yaml";
import type { Problem } from "../../domain/world/problem.ts";
import { hasRepeatedKey } from "./repeated-key.ts";

/** Keys and positions from the root to a value. */
export type Path = readonly (string | number)[];

/** Where in a value a problem lies: its own beginning, or that of the key it stands under. */
export type Place = { readonly path: Path; readonly at: "value" | "key" };

/** A text read as YAML 1.2 or JSON: plain values, and where each stood. */
export type StructuredText = {
  readonly value: unknown;
  readonly locate: (place: Place) => { readonly line: number; readonly column: number };
  /** Trouble that did not keep the text from being read: keys that stand twice. */
  readonly problems: readonly Problem[];
};

/** World files of 100,000 claims have a tenth of this. */
export const longestText = 64 * 2 ** 20;

/** Most problems that are told at once; more of them help nobody. */
export const mostProblems = 100;

type Failed = { readonly problems: readonly Problem[] };

/**
 * Reads YAML 1.2 (core schema) or JSON; answers problems when the text is neither.
 *
 * Aliases that multiply, nesting without end and texts of more than 64 MiB are refused, not followed.
 */
export function readStructuredText(text: string): StructuredText | Failed {
  if (text.length > longestText) {
    return failed("the file is too large", "Keep it below 64 MiB; leave out what no longer holds.");
  }
  const json = findJson(text);
  if (json !== null) return json;
  try {
    return readYaml(text);
  } catch (error) {
    if (error instanceof RangeError) return nestedTooDeeply;
    if (error instanceof ReferenceError) {
      return failed("aliases multiply", "Write out what the aliases stand for.");
    }
    throw error;
  }
}

/** JSON in a tenth of the time; a document of YAML is made only when somebody asks where something stands. */
function findJson(text: string): StructuredText | null {
  if (!/^\uFEFF?\s*\{/.test(text.slice(0, 1000))) return null;
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return null;
  }
  // JSON.parse takes the last of equal keys without a word.
  if (hasRepeatedKey(text, value)) return null;
  let locate: StructuredText["locate"] | null = null;
  return {
    value,
    problems: [],
    locate(place) {
      locate ??= locator(...parse(text));
      return locate(place);
    },
  };
}

function parse(text: string): [Document.Parsed, LineCounter] {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    version: "1.2",
    schema: "core",
    lineCounter: lines,
    prettyErrors: false,
    logLevel: "error",
  });
  return [document, lines];
}

function readYaml(text: string): StructuredText | Failed {
  const [document, lines] = parse(text);
  const faults = [...document.errors, ...document.warnings];
  // The parser meets the end of its stack and says so among its errors.
  if (faults.some((fault) => fault.message.includes("call stack"))) return nestedTooDeeply;
  const problems = faults.map((fault): Problem => {
    const { line, col } = lines.linePos(fault.pos[0]);
    return { line, column: col, path: "", ...describe(fault.code, fault.message, text, fault.pos) };
  });
  if (faults.some((fault) => fault.code !== "DUPLICATE_KEY")) {
    return { problems: problems.slice(0, mostProblems) };
  }
  const { version, explicit } = document.directives?.yaml ?? {};
  if (explicit && version !== "1.2") {
    return failed(`YAML ${version}`, "Leave the directive out: files are YAML 1.2.");
  }
  return { value: document.toJS(), problems, locate: locator(document, lines) };
}

function describe(
  code: string,
  message: string,
  text: string,
  [from, until]: readonly [number, number],
): Pick<Problem, "message" | "remedy"> {
  if (code === "DUPLICATE_KEY") {
    const key = /^["']?([^\s:,{}"']{1,80})/.exec(text.slice(from, until + 80))?.[1] ?? "";
    return { message: `the key "${key}" stands twice`, remedy: "Keep one of them." };
  }
  if (code === "MISSING_CHAR" && /quote/.test(message)) {
    return { message: "a quote is not closed", remedy: "Close it on the line where it begins." };
  }
  return { message: message.slice(0, 200), remedy: "Write it as YAML 1.2 or JSON." };
}

/** Finds the place of a path; of what is not there, the nearest that encloses it. */
function locator(document: Document.Parsed, lines: LineCounter): StructuredText["locate"] {
  return ({ path, at }) => {
    const offset = offsetOf(document, path, at);
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
}

function offsetOf(document: Document.Parsed, path: Path, at: Place["at"]): number {
  let node = document.contents as Node | null;
  let offset = node?.range?.[0] ?? 0;
  for (const [depth, step] of path.entries()) {
    if (isAlias(node)) node = (node.resolve(document) as Node | undefined) ?? null;
    let next: Node | null = null;
    if (isSeq(node)) next = (node.items[step as number] as Node | undefined) ?? null;
    if (isMap(node)) {
      const pair = node.items.find((item) => String(item.key) === String(step));
      next = (pair?.value as Node | null | undefined) ?? null;
      const key = (pair?.key as Node | undefined)?.range?.[0];
      if (depth === path.length - 1 && at === "key" && key !== undefined) return key;
      offset = key ?? offset;
    }
    offset = next?.range?.[0] ?? offset;
    node = next;
  }
  return offset;
}

function failed(message: string, remedy: string): Failed {
  return { problems: [{ line: 1, column: 1, path: "", message, remedy }] };
}

const nestedTooDeeply = failed(
  "nested too deeply",
  "Nothing in this file needs more than a few levels.",
);
