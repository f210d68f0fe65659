import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { must } from "../../src/platform/errors.ts";
import { nsdPath } from "../abilities.ts";

/** Zones by name, each as the lines of a zone file below its SOA. */
export type Zones = Readonly<Record<string, readonly string[]>>;

/** A real authoritative server on a loopback address. */
export type NsdServer = { stop(): Promise<void> };

/** Starts NSD with these zones on a port that is free. */
export async function startNsd(address: string, port: number, zones: Zones): Promise<NsdServer> {
  const folder = await mkdtemp(join(tmpdir(), "meldpunt-nsd-"));
  const names = Object.keys(zones);
  await Promise.all(
    names.map((name, i) =>
      writeFile(join(folder, `${i}.zone`), toZoneFile(name, zones[name] ?? [])),
    ),
  );
  await writeFile(join(folder, "nsd.conf"), toConfiguration(folder, address, port, names));
  const path = must(nsdPath, "tests that need NSD skip themselves without it");
  const child = spawn(path, ["-d", "-c", join(folder, "nsd.conf")], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  await new Promise<void>((resolve, reject) => {
    child.stderr.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes("nsd started")) resolve();
    });
    child.once("error", reject);
    child.once("exit", () => reject(new Error(`NSD did not start: ${said}`)));
  });
  return {
    async stop() {
      const isGone = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await isGone;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function toZoneFile(name: string, lines: readonly string[]): string {
  return [
    `$ORIGIN ${name === "." ? "." : `${name}.`}`,
    "$TTL 60",
    "@ SOA ns.nic.example. hostmaster.nic.example. 1 3600 600 86400 60",
    ...lines,
    "",
  ].join("\n");
}

function toConfiguration(
  folder: string,
  address: string,
  port: number,
  names: readonly string[],
): string {
  const zones = names.map(
    (name, i) => `zone:\n  name: "${name}"\n  zonefile: "${join(folder, `${i}.zone`)}"`,
  );
  return `server:
  ip-address: ${address}
  port: ${port}
  server-count: 1
  username: ""
  chroot: ""
  database: ""
  zonesdir: "${folder}"
  pidfile: ""
  xfrdfile: "${join(folder, "xfrd.state")}"
  xfrdir: "${folder}"
  zonelistfile: "${join(folder, "zone.list")}"
  verbosity: 1
remote-control:
  control-enable: no
${zones.join("\n")}
`;
}
