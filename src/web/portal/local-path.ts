/** A page of ours to go to; the start page for anything else, so that nobody is led elsewhere. */
export function readLocalPath(to: unknown): string {
  return typeof to === "string" && /^\/([a-z-]{1,20}(\/[\w.-]{1,64}){0,3})?$/.test(to) ? to : "/";
}
