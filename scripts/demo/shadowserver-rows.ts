import { type DemoAddress, pick } from "./addresses.ts";
import type { Draw } from "./draw.ts";
import { placeColumns, type ShadowserverRow } from "./shadowserver-csv.ts";

/** An Exchange server, often with the weakness that DIVD looks for too. */
export function exchangeRow({ random }: Draw, at: DemoAddress): ShadowserverRow {
  const common = "exchange;cve-2021-26855";
  return {
    ...placeColumns(at, random),
    severity: "critical",
    protocol: "tcp",
    port: "443",
    tag: pick([common, common, "exchange;cve-2023-21529", "exchange;cve-2022-41040"], random),
    version: pick(["15.1.2106", "15.2.792", "15.2.986"], random),
    servername: pick(["EX01", "EX02", "MAIL1"], random),
  };
}

/** A remote desktop on the internet. */
export function rdpRow({ random }: Draw, at: DemoAddress): ShadowserverRow {
  return {
    ...placeColumns(at, random),
    severity: "high",
    protocol: "tcp",
    port: random() < 0.9 ? "3389" : "3390",
    tag: "rdp",
    handshake: "TLSv1.2",
    rdp_protocol: "RDP",
    ssl_version: "2",
    subject_common_name: `srv-${Math.floor(random() * 900) + 100}.internal.example`,
    cert_length: "2048",
    key_algorithm: "rsaEncryption",
  };
}

/** A database on the internet. */
export function mongodbRow({ random }: Draw, at: DemoAddress): ShadowserverRow {
  return {
    ...placeColumns(at, random),
    severity: "high",
    protocol: "tcp",
    port: "27017",
    tag: "mongodb",
    version: pick(["3.6.8", "4.4.18", "5.0.14"], random),
    bits: "64",
    ok: "1",
    visible_databases: pick(["none visible", "admin | local", 'admin | "shop" | local'], random),
  };
}

/** A telnet service, of severity medium; its banner has line breaks now and then. */
export function telnetRow({ random }: Draw, at: DemoAddress): ShadowserverRow {
  const banners = [
    "login: ",
    "Welcome\r\nUser Access Verification\r\n\r\nPassword: ",
    "BusyBox v1.19.4",
  ];
  return {
    ...placeColumns(at, random),
    severity: "medium",
    protocol: "tcp",
    port: "23",
    tag: "telnet",
    banner: pick(banners, random),
  };
}

/** A web service with a weakness. */
export function httpRow({ random }: Draw, at: DemoAddress): ShadowserverRow {
  return {
    ...placeColumns(at, random),
    severity: "critical",
    protocol: "tcp",
    port: "8443",
    tag: pick(["cve-2023-46604,http", "cve-2024-21887,http", "basic-auth,http"], random),
    http: "HTTP/1.1",
    http_code: "200",
    http_reason: "OK",
    server: "nginx",
    detail: 'title="Login", lang="nl"',
  };
}

/** An infected machine that called a sinkhole, from a source port that changes with every packet. */
export function sinkholeRow({ random }: Draw, at: DemoAddress, index: number): ShadowserverRow {
  const family = pick(["andromeda", "mirai", "conficker", "socgholish"], random);
  return {
    ...placeColumns(at, random, "src_"),
    protocol: "tcp",
    src_port: String(1_024 + Math.floor(random() * 60_000)),
    severity: "critical",
    dst_ip: "198.51.100.80",
    dst_port: "80",
    dst_asn: "64497",
    dst_geo: "DE",
    infection: family,
    family,
    tag: family,
    event_id: String(90_000_000 + index),
    http_url: `/${family}/gate`,
    http_host: `sinkhole-${index % 7}.example`,
    http_agent: 'Mozilla/4.0 (compatible; "quoted")',
  };
}

/** A hacked website: about the name that was asked for. */
export function websiteRow({ random }: Draw, at: DemoAddress, host: string): ShadowserverRow {
  const isPlain = random() < 0.3;
  return {
    ...placeColumns(at, random),
    severity: "critical",
    protocol: "tcp",
    port: isPlain ? "80" : "443",
    tag: pick(["webshell", "seo-spam", "phishing"], random),
    application: isPlain ? "http" : "https",
    url: pick(["/wp-content/uploads/x.php", "/images/cache/", "/index.php?id=1,2"], random),
    http_host: host,
    category: "hacked",
    detected_since: "2026-11-18 04:10:00",
    server: "nginx",
    status: "compromised",
  };
}

/** A stolen sign-in, without its password. */
export function accountRow({ random }: Draw, domain: string, number: number): ShadowserverRow {
  const account = `medewerker${number}@${domain}`;
  return {
    email: account,
    infection: pick(["stealer-a", "stealer-b"], random),
    status: "compromised",
    tag: "stealer",
    severity: "critical",
    service: `https://login.${domain}/`,
    username: account,
  };
}
