import { join } from "node:path";

/** A file or folder that ships. */
export function shipped(name: string): string {
  return join(import.meta.dirname, "../../data", name);
}
