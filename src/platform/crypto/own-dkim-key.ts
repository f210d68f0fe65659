import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from "node:crypto";
import { isWeak } from "./own-certificate.ts";
import { type KeyMaterial, refuseOwnKey } from "./own-key-material.ts";

/** RSA is what everybody checks, Ed25519 what is short and quick (RFC 8463). */
export const dkimAlgorithms = ["rsa", "ed25519"] as const;

export type DkimAlgorithm = (typeof dkimAlgorithms)[number];

/** Makes a key for DKIM; RSA of 2,048 bits, whose record servers still take. */
export function makeDkimKey(
  algorithm: DkimAlgorithm,
  selector: string,
  domain: string,
): KeyMaterial {
  const { privateKey } =
    algorithm === "rsa"
      ? generateKeyPairSync("rsa", { modulusLength: 2048 })
      : generateKeyPairSync("ed25519");
  return toMaterial(privateKey, selector, domain);
}

/** Reads a private key in PEM for DKIM; throws `input-refused`. */
export function readDkimKey(
  pem: string,
  {
    selector,
    domain,
    passphrase,
  }: {
    readonly selector: string;
    readonly domain: string;
    readonly passphrase: string | null;
  },
): KeyMaterial {
  let key: KeyObject;
  try {
    key = createPrivateKey({ key: pem, ...(passphrase === null ? {} : { passphrase }) });
  } catch {
    throw refuseOwnKey(
      "the file is no private key in PEM, or it is locked",
      "See --passphrase-file.",
    );
  }
  const isRsa = key.asymmetricKeyType === "rsa" && !isWeak(key);
  if (isRsa || key.asymmetricKeyType === "ed25519") return toMaterial(key, selector, domain);
  throw refuseOwnKey(
    "it is neither RSA of 2,048 bits or more nor Ed25519",
    "Let `meldpunt keys make dkim` make one.",
  );
}

/** What stands in the DNS for a key (RFC 6376 section 3.6.1, RFC 8463 section 4). */
export function toDkimRecord(publicKey: KeyObject): string {
  const bytes = publicKey.export({ format: "der", type: "spki" });
  if (publicKey.asymmetricKeyType === "rsa") return `v=DKIM1; k=rsa; p=${bytes.toString("base64")}`;
  // Of Ed25519 the key itself: the last 32 bytes of its description.
  return `v=DKIM1; k=ed25519; p=${bytes.subarray(-32).toString("base64")}`;
}

function toMaterial(key: KeyObject, selector: string, domain: string): KeyMaterial {
  return {
    name: selector,
    algorithm: key.asymmetricKeyType === "rsa" ? "rsa" : "ed25519",
    identity: domain,
    publicPart: toDkimRecord(createPublicKey(key)),
    privatePart: String(key.export({ format: "pem", type: "pkcs8" })),
    expiresAt: null,
  };
}
