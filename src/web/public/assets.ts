import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";
import { AppError } from "../../platform/errors.ts";
import type { AssetPaths, WebApp } from "../context.ts";

/** A file that browsers fetch: its address changes with its content, so that they may keep it for ever. */
type Asset = {
  readonly path: string;
  readonly type: string;
  readonly plain: Buffer;
  readonly packed: Buffer;
};

/** Reads the files and serves them; they hold nothing that needs a token. */
export function addAssets(app: WebApp): void {
  const require = createRequire(import.meta.url);
  const own = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
  // NL Design System's components, our tokens for them, and how our pages are laid out: the order matters.
  const components = require.resolve("@utrecht/component-library-css/dist/index.css");
  const styles = readAsset("portal.css", "text/css; charset=utf-8", [
    components,
    own("tokens.css"),
    own("portal.css"),
  ]);
  const script = readAsset("htmx.js", "text/javascript; charset=utf-8", [
    require.resolve("htmx.org/dist/htmx.min.js"),
  ]);
  const icon = readAsset("icon.svg", "image/svg+xml", [own("icon.svg")]);
  const paths: AssetPaths = { styles: styles.path, script: script.path, icon: icon.path };
  const assets = new Map([styles, script, icon].map((asset) => [asset.path, asset]));

  app.use(async (c, next) => {
    c.set("assets", paths);
    await next();
  });
  app.get("/assets/:name", (c) => {
    const asset = assets.get(c.req.path);
    if (asset === undefined) throw new AppError("not-found", "There is no such file.");
    const isPacked = /\bbr\b/.test(c.req.header("Accept-Encoding") ?? "");
    return c.body(new Uint8Array(isPacked ? asset.packed : asset.plain), 200, {
      "Content-Type": asset.type,
      "Cache-Control": "public, max-age=31536000, immutable",
      Vary: "Accept-Encoding",
      ...(isPacked ? { "Content-Encoding": "br" } : {}),
    });
  });
}

function readAsset(name: string, type: string, files: readonly string[]): Asset {
  const plain = Buffer.concat(files.flatMap((file) => [readFileSync(file), Buffer.from("\n")]));
  const hash = createHash("sha256").update(plain).digest("hex").slice(0, 16);
  const [base, extension] = name.split(".");
  const packed = brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } });
  return { path: `/assets/${base}.${hash}.${extension}`, type, plain, packed };
}
