/** Fields of one group by their names in lower case; of a repeated one the first. */
export type ReportFields = ReadonlyMap<string, string>;

const mostGroups = 100;
const mostLength = 100_000;
const fieldPattern = /^([A-Za-z0-9-]{1,60})[ \t]*:[ \t]*(.*)$/;

/**
 * Reads the fields of machine-readable parts (RFC 3464 section 2.1, RFC 5965 section 3.1): groups between blank lines,
 * long values folded. Lines that are no fields are left out, however a server wrote them.
 */
export function readReportFields(text: string): ReportFields[] {
  const groups: Map<string, string>[] = [];
  let group: Map<string, string> | null = null;
  let last: string | null = null;
  for (const line of text.slice(0, mostLength).split(/\r\n|\r|\n/)) {
    if (line.trim() === "") {
      group = null;
      last = null;
      continue;
    }
    if (/^[ \t]/.test(line)) {
      if (group !== null && last !== null)
        group.set(last, `${group.get(last) ?? ""} ${line.trim()}`);
      continue;
    }
    const [, name, value] = fieldPattern.exec(line) ?? [];
    if (name === undefined || value === undefined) {
      last = null;
      continue;
    }
    if (group === null) {
      if (groups.length === mostGroups) break;
      group = new Map();
      groups.push(group);
    }
    last = name.toLowerCase();
    if (group.has(last)) last = null;
    else group.set(last, value.trim());
  }
  return groups;
}
