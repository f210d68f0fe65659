import { AppError } from "../platform/errors.ts";
import { checkMigrated } from "../platform/migrate.ts";
import type { WebApp, WebContext } from "./context.ts";

/** Whether the process lives, and whether it can do its work; asks for no token and tells nothing else. */
export function addHealth(app: WebApp, { sql }: WebContext): void {
  app.get("/healthz", (c) => c.json({ status: "ok" }));
  app.get("/readyz", async (c) => {
    try {
      await checkMigrated(sql);
      return c.json({ status: "ready" });
    } catch (error) {
      const code = error instanceof AppError ? error.code : "database-unreachable";
      return c.json({ status: "not ready", code }, 503);
    }
  });
}
