import { expect, test } from "vitest";
import { serveHttp, serveHttps, testAuthority } from "../../../test/makers/strange-server.ts";
import type { FeedRequest } from "../../domain/feed/feed-fetch.ts";
import { makeFeedFetch } from "./feed-fetch.ts";

const ask = (url: string, change: Partial<FeedRequest> = {}) =>
  makeFeedFetch({ trusted: [testAuthority] })({
    url,
    headers: {},
    body: null,
    internal: true,
    ...change,
  });

async function read(body: AsyncIterable<Uint8Array>): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of body) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

test.each([
  ["http://169.254.169.254/latest/meta-data", true],
  ["http://[fe80::1]/", true],
  ["http://168.63.129.16/", true],
  ["http://127.0.0.1:1/", false],
  ["http://10.0.0.1/", false],
  ["http://[::ffff:10.0.0.1]/", false],
])("%s is not asked, internal: %s", async (url, internal) => {
  await expect(ask(url, { internal })).rejects.toMatchObject({
    code: "feed-failed",
    message: expect.stringContaining("is not asked"),
  });
});

test("what is posted arrives with its headers, and the answer is read to its end", async () => {
  const port = await serveHttp((request, response) => {
    response.writeHead(200, { "x-told": String(request.headers.hmac2) });
    request.pipe(response);
  });
  const body = "x".repeat(300_000);
  const answer = await ask(`http://127.0.0.1:${port}/a?b=c`, { body, headers: { hmac2: "f00" } });
  expect([answer.status, answer.headers.get("x-told")]).toEqual([200, "f00"]);
  expect((await read(answer.body)).length).toBe(body.length);
});

test("a redirect is an answer, and goes nowhere", async () => {
  const port = await serveHttp((_, response) => {
    response.writeHead(302, { location: "http://169.254.169.254/" }).end();
  });
  const answer = await ask(`http://127.0.0.1:${port}/`);
  expect(answer.status).toBe(302);
  expect(await read(answer.body)).toBe("");
});

test("a body that breaks off is a failure without anything of the request", async () => {
  const port = await serveHttp((_, response) => {
    response.writeHead(200, { "content-length": 100 });
    response.write("some", () => response.destroy());
  });
  const answer = await ask(`http://127.0.0.1:${port}/`, { body: "apikey" });
  const failure = await read(answer.body).catch((error: Error) => error);
  expect(failure).toMatchObject({ code: "feed-failed" });
  expect(String(failure)).not.toContain("apikey");
});

test("a certificate of another host is a failure", async () => {
  const port = await serveHttps((_, response) => void response.end("hello"), {
    certificate: "another-name",
  });
  await expect(ask(`https://127.0.0.1:${port}/`)).rejects.toMatchObject({ code: "feed-failed" });
});
