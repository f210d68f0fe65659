const mostColumns = 76;
/** UTF-8 bytes of an encoded word: 39 make 52 signs of base64, which fit behind the name of the field. */
const wordBytes = 39;

/** A field of a header and its value, without a line break. */
export type HeaderField = readonly [name: string, value: string];

/** Whom a mail is from. */
export type Mailbox = { readonly name: string; readonly address: string };

/**
 * Fields as lines with CRLF, folded at white space (RFC 5322 section 2.2.3). Values are ASCII: `encodeWords` makes them
 * so. A value with a control character is a mistake of ours, since it could begin another field.
 */
export function toHeaderLines(fields: readonly HeaderField[]): string {
  return fields.map(([name, value]) => `${fold(name, value)}\r\n`).join("");
}

/**
 * Text as it may stand in a subject: as it is, or with encoded words (RFC 2047) of whole signs from the first word that
 * needs them to the last, so that a number before them can still be read and searched.
 */
export function encodeWords(text: string): string {
  const words = text.split(" ");
  const needs = (word: string): boolean => !/^[\x21-\x7e]*$/.test(word) || word.includes("=?");
  const from = words.findIndex(needs);
  if (from < 0) return text;
  const until = words.findLastIndex(needs) + 1;
  const encoded = encode(words.slice(from, until).join(" "));
  return [...words.slice(0, from), encoded, ...words.slice(until)].join(" ");
}

function encode(text: string): string {
  const words: string[] = [];
  let word = "";
  for (const sign of text) {
    if (Buffer.byteLength(word + sign) > wordBytes) {
      words.push(word);
      word = "";
    }
    word += sign;
  }
  words.push(word);
  return words.map((text) => `=?UTF-8?B?${Buffer.from(text).toString("base64")}?=`).join(" ");
}

/** A mailbox as it stands in `From`. */
export function toMailbox({ name, address }: Mailbox): string {
  if (name === "") return address;
  if (/^[A-Za-z0-9 !#$%&'*+/=?^_`{|}~-]*$/.test(name) && !name.includes("=?")) {
    return `${name} <${address}>`;
  }
  if (/^[\x20-\x7e]*$/.test(name) && !name.includes("=?")) {
    return `"${name.replace(/["\\]/g, "\\$&")}" <${address}>`;
  }
  return `${encodeWords(name)} <${address}>`;
}

/** An instant as RFC 5322 writes it, in UTC. */
export function toMailDate(instant: Date): string {
  return instant.toUTCString().replace("GMT", "+0000");
}

function fold(name: string, value: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
  if (/[\x00-\x1f\x7f]/.test(value)) throw new Error(`the field ${name} has a control character`);
  const lines: string[] = [];
  let line = `${name}:`;
  for (const word of value.split(" ")) {
    if (line.length + 1 + word.length > mostColumns && line !== `${name}:` && line.trim() !== "") {
      lines.push(line);
      line = "";
    }
    line += ` ${word}`;
  }
  lines.push(line);
  return lines.join("\r\n");
}
