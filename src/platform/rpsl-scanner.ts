/** An object of an RPSL file: what its attributes say. */
export type RpslObject = {
  /** Name of its first attribute, lower case. */
  readonly class: string;
  /** Where it begins, from 1. */
  readonly line: number;
  /**
   * Values by lower case name, of the class itself and of the attributes asked for; comments and folding undone. Of an
   * attribute that repeats the first, or all, a line each, where that was asked for.
   */
  readonly values: ReadonlyMap<string, string>;
};

const attributePattern = /^([A-Za-z][A-Za-z0-9_-]*):(.*)$/s;

/** Attributes that begin an object and are never part of another. */
const classNames: ReadonlySet<string> = new Set(
  (
    "as-block as-set aut-num domain filter-set inet-rtr inet6num inetnum irt key-cert mntner organisation " +
    "peering-set person poem poetic-form role route route6 route-set rtr-set"
  ).split(" "),
);

/**
 * Puts objects together from lines (RFC 2622, section 2).
 *
 * An empty line ends an object. A line that begins with a space, a tab or `+` goes on with the attribute before it,
 * whatever it looks like: a remark that reads `abuse-mailbox: …` is a remark. `#` begins a comment, `%` one of the
 * server's. Of attributes that nobody asked for nothing is kept; of those in `repeated` every value is.
 */
export function makeRpslScanner(
  attributes: ReadonlySet<string>,
  found: (object: RpslObject) => void,
  repeated: ReadonlySet<string> = new Set(),
): {
  /** Takes the next line; answers what is wrong with it, null when nothing is. */
  line(text: string, number: number): string | null;
  end(): void;
} {
  let current: { class: string; line: number; values: Map<string, string> } | null = null;
  let attribute: string | null = null;

  function end(): void {
    if (current !== null) found(current);
    current = null;
    attribute = null;
  }

  function append(text: string): void {
    if (current === null || attribute === null) return;
    const value = `${current.values.get(attribute) ?? ""} ${withoutComment(text)}`.trim();
    current.values.set(attribute, value);
  }

  return {
    end,
    line(text, number) {
      const first = text.charCodeAt(0);
      if (first === percent || first === hash) return null;
      if (text === "") {
        end();
        return null;
      }
      if (first === space || first === tab || first === plus) {
        append(text.slice(1));
        return null;
      }
      const [, written, value = ""] = attributePattern.exec(text) ?? [];
      attribute = null;
      if (written === undefined) return "neither an attribute nor a continuation";
      const name = written.toLowerCase();
      // Where somebody put a space into the empty line between two objects, the class still begins the next.
      if (classNames.has(name)) end();
      const isClass = current === null;
      current ??= { class: name, line: number, values: new Map() };
      if (isClass || (attributes.has(name) && !current.values.has(name))) {
        attribute = name;
        current.values.set(name, withoutComment(value));
      } else if (repeated.has(name)) {
        attribute = name;
        const before = current.values.get(name);
        const line = withoutComment(value);
        current.values.set(name, before === undefined ? line : `${before}\n${line}`);
      }
      return null;
    },
  };
}

const tab = 9;
const space = 32;
const hash = 35;
const percent = 37;
const plus = 43;

function withoutComment(text: string): string {
  const at = text.indexOf("#");
  return (at < 0 ? text : text.slice(0, at)).trim();
}
