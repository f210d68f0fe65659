/** Control characters (C0, C1, line and paragraph separators): whoever reads must see one line. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it looks for
const controls = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g;

/**
 * Characters that turn, hide or glue text: bidirectional controls, zero widths, soft hyphen, annotations, tags, and those
 * that only change how others look, of which any number may carry what nobody sees.
 */
const invisible =
  /[\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e007f}]|\u034f|\u17b4|\u17b5|\p{Variation_Selector}/gu;

const schemes = /([a-z][a-z0-9+.-]{0,20}):\/\//gi;
const hosts = /(?<=\/\/)[^\s/?#"'<>]{1,300}/g;
const bareHosts = /\bwww\.[^\s/?#"'<>]{0,300}/gi;
/** A host with a path, which mail programs make a link without being told to. */
const hostPaths = /(?<![\w@./[\]-])(?:[a-z0-9-]{1,63}\.){1,10}[a-z]{2,24}(?=[/?#])/gi;
const mailLinks = /\bmailto:/gi;

/**
 * Text of a finder as data: on one line, without characters that hide or turn it, with links that nobody can click
 * (`hxxps://evil[.]example/`), and cut to a length. What it says stays readable.
 */
export function toSafeText(text: string, maxLength = 200): string {
  const visible = text
    .slice(0, maxLength * 4)
    .toWellFormed()
    .replace(controls, " ")
    .replace(invisible, "")
    .replace(/ {2,}/g, " ")
    .trim();
  return cut(defang(visible), maxLength);
}

function defang(text: string): string {
  return text
    .replace(schemes, (_, scheme: string) => deadScheme(scheme))
    .replace(hosts, deadHost)
    .replace(bareHosts, deadHost)
    .replace(hostPaths, deadHost)
    .replace(mailLinks, "mailto[:]");
}

function deadScheme(scheme: string): string {
  const lower = scheme.toLowerCase();
  if (lower === "http" || lower === "https") return `${lower.replace("tt", "xx")}://`;
  return `${scheme}[:]//`;
}

function deadHost(host: string): string {
  return host.replaceAll("[.]", ".").replaceAll(".", "[.]");
}

/** Cuts at whole characters, with a sign that something is missing. */
function cut(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  return `${text.slice(0, maxLength - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}
