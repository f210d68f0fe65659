import { randomBytes, randomFillSync } from "node:crypto";

/** Drawn together: a draw costs much more than its bytes. */
const chance = Buffer.alloc(4096);
let used = chance.length;
let lastMs = 0;
let sequence = 0;

/**
 * A new UUIDv7 (RFC 9562, section 5.7): sorted by time, and within a process by order of making
 * (12 bits of counter after the milliseconds, method 1 of section 6.2), 62 bits of chance.
 */
export function newUuid(nowMs: number = Date.now()): string {
  if (nowMs > lastMs) {
    lastMs = nowMs;
    sequence = randomBytes(2).readUInt16BE() & 0x7ff;
  } else if (++sequence > 0xfff) {
    // The clock stood still or went back for 4096 ids: borrow from the next millisecond.
    lastMs += 1;
    sequence = 0;
  }
  const bytes = draw(16);
  bytes.writeUIntBE(lastMs, 0, 6);
  bytes.writeUInt16BE(0x7000 | sequence, 6);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = bytes.toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

function draw(count: number): Buffer {
  if (used + count > chance.length) {
    randomFillSync(chance);
    used = 0;
  }
  used += count;
  return Buffer.from(chance.subarray(used - count, used));
}
