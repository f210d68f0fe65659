import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const file = fileURLToPath(new URL("results.md", import.meta.url));

const introduction = `# Results

Written by \`npm run bench\`: each row tells on which machine and server it was measured, replaces what was measured of it
before, and leaves the others. Goals are those of the design. Absolute figures move from machine to machine and from run
to run; ratios within one run do not.`;

/** Puts sections into bench/results.md, in the place of those with the same heading, in the order of `headings`. */
export function recordResults(sections: readonly string[], order: readonly string[]): string {
  const earlier = existsSync(file)
    ? readFileSync(file, "utf8")
        .split(/^(?=## )/m)
        .slice(1)
    : [];
  const byHeading = new Map(
    [...earlier, ...sections].map((text) => [headingOf(text), text.trim()]),
  );
  const rankOf = (text: string): number => order.findIndex((row) => text.startsWith(`## ${row}: `));
  const sorted = [...byHeading.values()].sort(
    (a, b) => rankOf(a) - rankOf(b) || (headingOf(a) < headingOf(b) ? -1 : 1),
  );
  writeFileSync(file, `${[introduction, ...sorted].join("\n\n")}\n`);
  return file;
}

function headingOf(section: string): string {
  return section.trim().split("\n", 1)[0] ?? "";
}
