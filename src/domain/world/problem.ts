/** What is wrong at one place of a file, and what to do about it. */
export type Problem = {
  /** From 1. */
  readonly line: number;
  /** From 1, in characters. */
  readonly column: number;
  /** Where in the structure, as in `organisations[3].claims[0].prefix`; empty for the file as a whole. */
  readonly path: string;
  readonly message: string;
  /** What to do. */
  readonly remedy: string;
};

/** One line that names file, place, trouble and remedy, in the form that editors jump to. */
export function formatProblem(fileName: string, problem: Problem): string {
  const { line, column, path, message, remedy } = problem;
  const where = path === "" ? "" : ` ${path}:`;
  return `${fileName}:${line}:${column}:${where} ${message}. ${remedy}`;
}
