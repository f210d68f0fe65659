/** Of a mail so many lines are read: what people and servers say stands long before; attachments may come behind it. */
const mostLines = 20_000;
/** As many as the largest mail that is taken in has, all of it base64. */
export const mostAttachedLines = 140_000;
/** Lines that may divide parts. */
const mostDividers = 500;
/** Each may end a piece of base64, or stand for a character. */
const mostEqualSigns = 100_000;

const lineFeed = 10;
const hyphen = 45;
const equalSign = 61;

/**
 * The beginning of a mail, as far as reading it costs little: a reader of MIME needs some kilobytes of memory for each
 * line, each end of base64 and each part, so that a few megabytes of nothing but these would take all there is.
 */
export function cutMail(bytes: Uint8Array, lines = mostLines): Uint8Array {
  const left = { lines, dividers: mostDividers, equalSigns: mostEqualSigns };
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === equalSign) left.equalSigns -= 1;
    else if (byte === lineFeed) {
      left.lines -= 1;
      if (bytes[at + 1] === hyphen && bytes[at + 2] === hyphen) left.dividers -= 1;
    }
    if (left.lines === 0 || left.dividers === 0 || left.equalSigns === 0)
      return bytes.subarray(0, at + 1);
  }
  return bytes;
}
