/** A version that a finder saw a server name. */
export type SeenVersion = {
  readonly product: string;
  readonly version: string;
  /** What the server said, where the report has it. */
  readonly banner: string | null;
};

/** Columns of reports, in the order believed. */
const columns = {
  banner: ["banner", "serverid_raw", "serverid_software", "server", "http_server", "ssh_banner"],
  product: ["product", "product_name", "software"],
  version: ["product_version", "software_version", "version"],
};

/** `OpenSSH_8.2p1`, `nginx/1.18.0`, `Exim 4.92`; bounded, as what is read is a stranger's. */
const software =
  /(?<![A-Za-z\d])([A-Za-z][A-Za-z+-]{0,40})[/_ ]v?(\d{1,6}(?:\.\d{1,6}){1,4}(?:p\d{1,3}|[a-z])?)(?![\w])/g;
const plainVersion = /^v?(\d{1,6}(?:\.\d{1,6}){1,4}(?:p\d{1,3}|[a-z])?)$/;

/** The version that a row of a report names, by its columns for product and version or by the banner; null: none. */
export function findSeenVersion(evidence: ReadonlyMap<string, string> | null): SeenVersion | null {
  if (evidence === null) return null;
  const textIn = (names: readonly string[]) =>
    names.map((name) => evidence.get(name)?.trim() ?? "").find((value) => value !== "") ?? null;
  const banner = textIn(columns.banner);
  const product = textIn(columns.product);
  const version = plainVersion.exec(textIn(columns.version) ?? "")?.[1];
  if (product !== null && version !== undefined) return { product, version, banner };
  const said = banner === null ? [] : softwareIn(banner);
  const one = product === null ? said[0] : said.find((other) => isProduct(product, other.product));
  return one === undefined ? null : { ...one, banner };
}

type Software = { readonly product: string; readonly version: string };

/** Products with versions that a text names, in its order. */
export function softwareIn(text: string): Software[] {
  return [...text.slice(0, 1024).matchAll(software)].map(([, product = "", version = ""]) => ({
    product,
    version,
  }));
}

/** Whether two names mean one product: `Microsoft IIS` and `Microsoft-IIS`, `Apache httpd` and `Apache`. */
export function isProduct(named: string, said: string): boolean {
  const [first = ""] = named.toLowerCase().split(/[^a-z\d+-]+/);
  return squeeze(named) === squeeze(said) || first === said.toLowerCase();
}

function squeeze(text: string): string {
  return text.toLowerCase().replaceAll(/[^a-z\d]/g, "");
}
