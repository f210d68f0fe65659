import { join } from "node:path";
import { expect, test } from "vitest";
import { programFolder, readConfig } from "./config.ts";
import { AppError } from "./errors.ts";

test("without settings, everything is local", () => {
  expect(readConfig({}, "/anywhere")).toEqual({
    dataFolder: join(programFolder, "data"),
    postgresFolder: null,
    databaseUrl: null,
    instanceFile: null,
    feedsFile: null,
    foldersFolder: null,
    publicUrl: "http://localhost:8080",
    trustedProxies: [],
    smtpUrl: null,
    smtpLogPath: null,
    mailListenUrl: null,
    imapUrl: null,
    natsUrl: null,
    accessToken: null,
    lookups: false,
    resolvers: [
      { address: "9.9.9.9", port: 53 },
      { address: "1.1.1.1", port: 53 },
    ],
    actAs: null,
    logLevel: "info",
  });
});

test("a relative folder is meant from the working directory, an empty setting is none", () => {
  const config = readConfig({ MELDPUNT_DATA: "here", DATABASE_URL: "" }, "/srv");
  expect(config).toMatchObject({ dataFolder: "/srv/here", databaseUrl: null });
});

test.each([
  "postgres://user:secret@db.example:5432/meldpunt?sslmode=verify-full",
  "postgresql://meldpunt@%2Fvar%2Frun%2Fpostgresql/meldpunt",
  "postgresql:///meldpunt?host=/var/run/postgresql",
])("%s leads to a database", (url) => {
  expect(readConfig({ DATABASE_URL: url }).databaseUrl).toBe(url);
});

test.each(["mysql://db.example/meldpunt", "db.example", "postgres://", "postgres://a b/c"])(
  "%s does not",
  (url) => {
    expect(() => readConfig({ DATABASE_URL: url })).toThrow(
      "DATABASE_URL is not an address such as",
    );
  },
);

test("all mistakes are told at once, without their values, which may be secrets", () => {
  const read = () =>
    readConfig({
      DATABASE_URL: "geheim1",
      SMTP_URL: "geheim2",
      MELDPUNT_TOKEN: "geheim3",
      MELDPUNT_ACT_AS: "geheim5",
      MELDPUNT_LOG: "geheim4",
    });
  expect(read).toThrow(AppError);
  try {
    read();
  } catch (error) {
    const { message, code } = error as AppError;
    expect(code).toBe("settings-invalid");
    expect(message.split("\n").map((line) => line.split(" ")[0])).toEqual([
      "DATABASE_URL",
      "SMTP_URL",
      "MELDPUNT_TOKEN",
      "MELDPUNT_ACT_AS",
      "MELDPUNT_LOG",
    ]);
    expect(message).not.toContain("geheim");
  }
});

test("the public address has no slash at its end", () => {
  expect(readConfig({ MELDPUNT_URL: "https://meldpunt.example/" }).publicUrl).toBe(
    "https://meldpunt.example",
  );
});

test("resolvers are addresses, with a port or without", () => {
  const read = (text: string) => readConfig({ MELDPUNT_RESOLVERS: text }).resolvers;
  expect(read("192.0.2.1, 192.0.2.2:5353,2001:db8::1,[2001:db8::2]:54")).toEqual([
    { address: "192.0.2.1", port: 53 },
    { address: "192.0.2.2", port: 5353 },
    { address: "2001:db8::1", port: 53 },
    { address: "2001:db8::2", port: 54 },
  ]);
});

test.each([
  "192.0.2.1",
  "192.0.2.1,192.0.2.1",
  "192.0.2.1,dns.example",
  "192.0.2.1,192.0.2.2:99999",
  "192.0.2.1,,192.0.2.2",
])("%s are not two resolvers", (text) => {
  expect(() => readConfig({ MELDPUNT_RESOLVERS: text })).toThrow("MELDPUNT_RESOLVERS is not two");
});

test("trusted proxies are addresses and prefixes, never everybody", () => {
  const read = (text: string) => readConfig({ MELDPUNT_PROXIES: text }).trustedProxies;
  expect(read("127.0.0.1, 192.0.2.0/24,2001:db8::/48")).toEqual([
    "127.0.0.1",
    "192.0.2.0/24",
    "2001:db8::/48",
  ]);
  for (const wrong of [
    "0.0.0.0/0",
    "::/0",
    "0.0.0.0/1",
    "proxy.example",
    "192.0.2.1,",
    "192.0.2.0/33",
    "*",
  ]) {
    expect(() => read(wrong)).toThrow("MELDPUNT_PROXIES is not addresses");
  }
});
