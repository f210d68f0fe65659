/** An address as people type it; without a scheme fewer mail programs make it a link. */
export function toTyped(url: string): string {
  return url.replace(/^https?:\/\//, "").replace(/\/$/, "");
}
