import { type DutchRanges, pickAddress, readDutchRanges, toText } from "./dutch-ranges.ts";
import { makeRandom } from "./seeded-random.ts";

/** A report of 42 columns and about 360 bytes a row, in the layout of a real one. */
const columns =
  "timestamp,severity,ip,protocol,port,hostname,tag,asn,geo,region,city,naics,hostname_source,sector,device_vendor,device_type,device_model,device_version,device_sector,device_id,device_serial,machine_name,manufacturer,method,http_port,internal_port,video_input_channels,alarm_input_channels,video_output_channels,alarm_output_channels,remote_video_input_channels,mac_address,ipv4_address,ipv4_gateway,ipv4_subnet_mask,ipv4_dhcp_enable,ipv6_address,ipv6_link_local,ipv6_gateway,ipv6_dhcp_enable,response_size,amplification".split(
    ",",
  );

/** Where the values lie in a row that the finding is made of. */
export const neededColumns = [
  "timestamp",
  "severity",
  "ip",
  "protocol",
  "port",
  "hostname",
  "tag",
  "asn",
].map((column) => columns.indexOf(column));

export const columnCount = columns.length;

export type ReportShape = {
  readonly rows: number;
  readonly seed: number;
  /** Share of rows that repeat another row's address. */
  readonly duplicates: number;
  /** Share of rows whose address is that of the same row in the report of `seed`; the others are new. */
  readonly seenBefore: { readonly seed: number; readonly share: number } | null;
  readonly severity: "medium" | "critical";
  /** Day of the report, `2026-11-20`. */
  readonly day: string;
};

const blockLength = 1 << 18;

/** The text of the report in blocks; the same shape gives the same bytes. */
export function* makeReport(shape: ReportShape): Generator<Buffer> {
  const addresses = pickAddresses(shape);
  const random = makeRandom(shape.seed + 1);
  let block = `${columns.map((column) => `"${column}"`).join(",")}\n`;
  for (let row = 0; row < addresses.length; row++) {
    block += toRow(shape, row, addresses[row] as number, random);
    if (block.length < blockLength) continue;
    yield Buffer.from(block);
    block = "";
  }
  if (block !== "") yield Buffer.from(block);
}

/** Addresses of the rows in order, spread over all Dutch space. */
function pickAddresses({ rows, seed, duplicates, seenBefore }: ReportShape): Uint32Array {
  const ranges = readDutchRanges();
  const addresses = spread(ranges, rows, seed, duplicates);
  if (seenBefore === null) return addresses;
  const earlier = spread(ranges, rows, seenBefore.seed, duplicates);
  const random = makeRandom(seed + 2);
  for (let row = 0; row < rows; row++) {
    if (random() < seenBefore.share) addresses[row] = earlier[row] as number;
  }
  return addresses;
}

function spread(ranges: DutchRanges, rows: number, seed: number, duplicates: number): Uint32Array {
  const random = makeRandom(seed);
  const out = new Uint32Array(rows);
  for (let row = 0; row < rows; row++) {
    const isRepeated = row > 0 && random() < duplicates;
    out[row] = isRepeated
      ? (out[Math.floor(random() * row)] as number)
      : pickAddress(ranges, random());
  }
  return out;
}

function toRow(shape: ReportShape, row: number, address: number, random: () => number): string {
  const serial = Math.floor(random() * 1e9);
  return `"${shape.day} ${toClock(row % 86400)}","${shape.severity}","${toText(address)}","udp",37810,"host-${serial}.example","dvr",${1000 + (serial % 60000)},"NL","NOORD-HOLLAND","AMSTERDAM",517311,"ptr","Information","Dahua","dvr","DVR-${serial % 100}","4.001.${serial % 1000}","","${serial}","SN${serial}","XVR","Private","client",80,37777,${serial % 16},0,0,0,0,"3c:ef:8c:${serial % 90}:10:20","192.168.1.${serial % 250}","192.168.1.1","255.255.255.0",0,"","fe80::1","",0,${500 + (serial % 300)},${(1 + (serial % 90) / 10).toFixed(1)}\n`;
}

function toClock(second: number): string {
  return `${pad(second / 3600)}:${pad((second / 60) % 60)}:${pad(second % 60)}`;
}

function pad(part: number): string {
  return part < 10 ? `0${Math.floor(part)}` : `${Math.floor(part)}`;
}
