import { describe, expect, it } from "vitest";
import { judgeHeard } from "./judge-heard.ts";
import { findSeenVersion, type SeenVersion } from "./seen-version.ts";

const seenIn = (columns: Readonly<Record<string, string>>) =>
  findSeenVersion(new Map(Object.entries(columns)));
const judge = (columns: Readonly<Record<string, string>>, heard: string) =>
  judgeHeard(seenIn(columns) as SeenVersion, heard).outcome;

describe("the version that a row names", () => {
  it("is that of its columns, else of the banner", () => {
    expect(seenIn({ product: "Apache httpd", version: "2.4.49" })).toMatchObject({
      product: "Apache httpd",
      version: "2.4.49",
    });
    expect(seenIn({ serverid_raw: "SSH-2.0-OpenSSH_8.2p1" })).toMatchObject({
      product: "OpenSSH",
      version: "8.2p1",
    });
    expect(seenIn({ banner: "220 mx.example ESMTP Exim 4.92 Mon" })).toMatchObject({
      product: "Exim",
      version: "4.92",
    });
  });

  it("is none where a row names a product or a version alone, or has no text", () => {
    expect(seenIn({ version: "2.4.49" })).toBeNull();
    expect(seenIn({ product: "nginx", version: "unknown" })).toBeNull();
    expect(seenIn({ banner: "220 ready" })).toBeNull();
    expect(findSeenVersion(null)).toBeNull();
  });
});

describe("what a server says", () => {
  it.each([
    [{ product: "nginx", version: "1.18.0" }, "nginx/1.18.0", "still-open"],
    [{ product: "nginx", version: "1.18.0" }, "nginx/1.20.1", "gone"],
    [{ product: "nginx", version: "1.9.15" }, "nginx/1.10.0", "gone"],
    [{ product: "Microsoft IIS", version: "7.5" }, "Microsoft-IIS/10.0", "gone"],
    [{ banner: "SSH-2.0-OpenSSH_8.2p1" }, "SSH-2.0-OpenSSH_8.2p1\r\n", "still-open"],
    [{ banner: "SSH-2.0-OpenSSH_8.2p1" }, "SSH-2.0-OpenSSH_9.6p1\r\n", "gone"],
    [{ product: "OpenSSL", version: "1.0.2k" }, "Apache/2.4.6 OpenSSL/1.0.2u", "gone"],
  ])("tells: %j, %s", (columns, heard, outcome) => {
    expect(judge(columns, heard)).toBe(outcome);
  });

  it.each([
    ["an earlier version", { product: "nginx", version: "1.18.0" }, "nginx/1.14.2"],
    ["a less exact one", { product: "nginx", version: "1.18.0" }, "nginx/1.18"],
    ["another product", { product: "nginx", version: "1.18.0" }, "Apache/2.4.58"],
    ["no version", { product: "nginx", version: "1.18.0" }, "nginx"],
    ["nothing", { product: "nginx", version: "1.18.0" }, ""],
    [
      "a distribution's package",
      { product: "Apache", version: "2.4.49" },
      "Apache/2.4.49 (Debian)",
    ],
    [
      "the same words of a distribution",
      { banner: "Apache/2.4.49 (Debian)" },
      "Apache/2.4.49 (Debian)",
    ],
    [
      "another revision of a package",
      { banner: "SSH-2.0-OpenSSH_8.2p1 Ubuntu-4ubuntu0.5" },
      "SSH-2.0-OpenSSH_8.2p1 Ubuntu-4ubuntu0.11\r\n",
    ],
  ])("tells nothing: %s", (_, columns, heard) => {
    expect(judge(columns as Record<string, string>, heard)).toBe("unclear");
  });

  it("tells of a package by its revision", () => {
    const banner = "SSH-2.0-OpenSSH_8.2p1 Ubuntu-4ubuntu0.5";
    expect(judge({ banner }, `${banner}\r\n`)).toBe("still-open");
  });

  it("is kept as versions only, whatever else it says", () => {
    const seen = { product: "nginx", version: "1.18.0", banner: null };
    const { detail } = judgeHeard(seen, "nginx/1.20.1 <script> http://evil.example");
    expect(detail).toBe("version 1.20.1, seen was 1.18.0");
  });
});
