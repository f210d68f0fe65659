// Writes the reports under data/demo/reports/ that finders could have sent, about addresses that carry their findings to
// every rung of the demonstration's world. The same input gives the same bytes.
// Run: node scripts/make-demo-reports.ts
import { mkdirSync, writeFileSync } from "node:fs";
import { constants, gzipSync, zstdCompressSync } from "node:zlib";
import { makeDivdReports } from "./demo/divd-reports.ts";
import { makeDraw } from "./demo/draw.ts";
import { makeOtherReports } from "./demo/other-reports.ts";
import { dataFolder } from "./demo/registry.ts";
import type { ReportFile } from "./demo/report-file.ts";
import { makeShadowserverReports } from "./demo/shadowserver-reports.ts";

const draw = makeDraw(20_261_120);
const shadowserver = makeShadowserverReports(draw);
for (const file of [
  ...shadowserver.files,
  ...makeDivdReports(draw, shadowserver.exchange),
  ...makeOtherReports(draw),
]) {
  write(file);
}

function write({ path, text, packed }: ReportFile): void {
  const name = packed === null ? path : `${path}.${packed}`;
  const file = new URL(`demo/reports/${name}`, dataFolder);
  mkdirSync(new URL(".", file), { recursive: true });
  writeFileSync(file, pack(Buffer.from(text), packed));
  console.log(`${name}: ${text.split("\n").length - 1} lines`);
}

function pack(bytes: Buffer, packed: ReportFile["packed"]): Buffer {
  if (packed === null) return bytes;
  if (packed === "gz") return gzipSync(bytes, { level: constants.Z_BEST_COMPRESSION });
  return zstdCompressSync(bytes, { params: { [constants.ZSTD_c_compressionLevel]: 19 } });
}
