/**
 * Bytes in ASCII armor (RFC 9580 section 6), with CRLF and with the checksum that old readers want.
 *
 * @param type as in `BEGIN PGP …`
 */
export function toAsciiArmor(type: string, bytes: Buffer): string {
  const lines = bytes.toString("base64").replace(/.{64}(?=.)/g, "$&\r\n");
  const checksum = Buffer.alloc(3);
  checksum.writeUIntBE(crc24(bytes), 0, 3);
  return `-----BEGIN PGP ${type}-----\r\n\r\n${lines}\r\n=${checksum.toString("base64")}\r\n-----END PGP ${type}-----\r\n`;
}

/** RFC 9580 section 6.1.1. */
function crc24(bytes: Uint8Array): number {
  let crc = 0xb704ce;
  for (const byte of bytes) {
    crc ^= byte << 16;
    for (let bit = 0; bit < 8; bit++) {
      crc <<= 1;
      if ((crc & 0x1000000) !== 0) crc ^= 0x1864cfb;
    }
  }
  return crc & 0xffffff;
}
