import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { type DutchRanges, readDutchRanges, toText } from "./dutch-ranges.ts";
import { makeRandom } from "./seeded-random.ts";

/** A report of 42 columns and about 360 bytes a row, in the layout of a real one. */
const columns =
  "timestamp,severity,ip,protocol,port,hostname,tag,asn,geo,region,city,naics,hostname_source,sector,device_vendor,device_type,device_model,device_version,device_sector,device_id,device_serial,machine_name,manufacturer,method,http_port,internal_port,video_input_channels,alarm_input_channels,video_output_channels,alarm_output_channels,remote_video_input_channels,mac_address,ipv4_address,ipv4_gateway,ipv4_subnet_mask,ipv4_dhcp_enable,ipv6_address,ipv6_link_local,ipv6_gateway,ipv6_dhcp_enable,response_size,amplification";

export type ReportShape = {
  readonly rows: number;
  readonly seed: number;
  /** Share of rows that repeat another row's address. */
  readonly duplicates: number;
  /** Rows taken over from the report of `seed` with so many rows; the rest are new. */
  readonly seenBefore?: { readonly seed: number; readonly share: number };
  /** Day of the report, `2026-11-20`. */
  readonly day: string;
};

/** Writes the report; the same shape gives the same bytes. */
export async function makeReport(path: string, shape: ReportShape): Promise<void> {
  const file = createWriteStream(path);
  const addresses = pickAddresses(shape);
  const random = makeRandom(shape.seed + 1);
  let block = `${columns
    .split(",")
    .map((column) => `"${column}"`)
    .join(",")}\n`;
  for (const [row, address] of addresses.entries()) {
    block += `${toRow(shape.day, row, address, random)}\n`;
    if (block.length > 1 << 20) {
      if (!file.write(block)) await once(file, "drain");
      block = "";
    }
  }
  file.end(block);
  await once(file, "finish");
}

/** Addresses of the rows in order, spread over all Dutch space. */
function pickAddresses(shape: ReportShape): Uint32Array {
  const ranges = readDutchRanges();
  const distinct = spread(ranges, shape.rows, shape.seed, shape.duplicates);
  const before = shape.seenBefore;
  if (before === undefined) return distinct;
  const earlier = spread(ranges, shape.rows, before.seed, shape.duplicates);
  const random = makeRandom(shape.seed + 2);
  return distinct.map((address, row) =>
    random() < before.share ? (earlier[row] as number) : address,
  );
}

function spread(ranges: DutchRanges, rows: number, seed: number, duplicates: number): Uint32Array {
  const random = makeRandom(seed);
  const ends: number[] = [];
  for (let i = 0, sum = 0; i < ranges.first.length; i++) {
    sum += (ranges.last[i] as number) - (ranges.first[i] as number) + 1;
    ends.push(sum);
  }
  const out = new Uint32Array(rows);
  for (let row = 0; row < rows; row++) {
    if (row > 0 && random() < duplicates) {
      out[row] = out[Math.floor(random() * row)] as number;
      continue;
    }
    const place = Math.floor(random() * ranges.addresses);
    let low = 0;
    let high = ends.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] as number) > place) high = middle;
      else low = middle + 1;
    }
    out[row] = (ranges.last[low] as number) - ((ends[low] as number) - 1 - place);
  }
  return out;
}

function toRow(day: string, row: number, address: number, random: () => number): string {
  const second = row % 86400;
  const clock = [second / 3600, (second / 60) % 60, second % 60]
    .map((part) => String(Math.floor(part)).padStart(2, "0"))
    .join(":");
  const serial = Math.floor(random() * 1e9);
  return `"${day} ${clock}","medium","${toText(address)}","udp",37810,"host-${serial}.example","dvr",${1000 + (serial % 60000)},"NL","NOORD-HOLLAND","AMSTERDAM",517311,"ptr","Information","Dahua","dvr","DVR-${serial % 100}","4.001.${serial % 1000}","","${serial}","SN${serial}","XVR","Private","client",80,37777,${serial % 16},0,0,0,0,"3c:ef:8c:${serial % 90}:10:20","192.168.1.${serial % 250}","192.168.1.1","255.255.255.0",0,"","fe80::1","",0,${500 + (serial % 300)},${(1 + (serial % 90) / 10).toFixed(1)}`;
}
