import { readFile } from "node:fs/promises";
import { createServer } from "node:net";
import { expect, test } from "vitest";
import { useCountry } from "./country.ts";
import { useMeldpunt } from "./meldpunt.ts";
import { said, serve } from "./serving.ts";
import { readSink } from "./sink.ts";

const meldpunt = useMeldpunt();
useCountry(meldpunt);

test("serve answers with its token, does what is due, and stops when asked", async () => {
  const { started, url, tokenFile } = await serve(meldpunt);
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  expect((await fetch(`${url}/api/v1/who/192.0.2.5`)).status).toBe(401);
  const headers = { Authorization: `Bearer ${(await readFile(tokenFile, "utf8")).trim()}` };
  const who = await fetch(`${url}/api/v1/who/192.0.2.5`, { headers });
  expect(await who.json()).toMatchObject({ primary: { organisation: "cert-x" } });

  const list = "ip,port,timestamp\n203.0.113.9,3389,2026-11-20T10:00:00Z\n";
  const posted = await fetch(`${url}/api/v1/reports?finder=divd&type=open-rdp&grade=verified`, {
    method: "POST",
    headers: { ...headers, "Content-Type": "text/csv" },
    body: list,
  });
  expect(await posted.json()).toMatchObject({ accepted: 1, dispositions: { pending: 1 } });
  await expect
    .poll(async () => (await readSink(meldpunt)).map(({ to }) => to))
    .toEqual(["abuse@transit.example"]);
  started.child.kill("SIGTERM");
  expect(await started.ended).toMatchObject({ status: 0, stdout: "" });
});

test("a port that is taken is told, or the next one is taken", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => other.once("listening", resolve));
  const { port } = other.address() as { port: number };
  const refused = await meldpunt.run("serve", "--port", String(port));
  expect(refused).toMatchObject({ status: 2 });
  expect(refused.stderr).toContain(`port ${port}`);
  const started = meldpunt.start(["serve", "--port", String(port), "--next-port"]);
  const [, url = ""] = await said(started, /answers at (\S+);/);
  expect(url).not.toContain(`:${port}`);
  started.child.kill("SIGINT");
  expect(await started.ended).toMatchObject({ status: 0 });
  other.close();
});

test("work does what is due until it is stopped", async () => {
  const before = (await readSink(meldpunt)).length;
  const path = meldpunt.write(
    "work.csv",
    "ip,port,timestamp\n203.0.113.10,3389,2026-11-20T10:00:00Z\n",
  );
  await meldpunt.done(
    "report",
    "submit",
    path,
    "--finder",
    "divd",
    "--type",
    "open-rdp",
    "--grade",
    "verified",
  );
  const started = meldpunt.start(["work"]);
  await expect.poll(async () => (await readSink(meldpunt)).length).toBe(before + 1);
  started.child.kill("SIGTERM");
  expect(await started.ended).toMatchObject({ status: 0, stdout: "" });
});
