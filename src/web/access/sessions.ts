import { createHash, randomBytes } from "node:crypto";
import type { Clock } from "../../platform/clock.ts";

/** Who is signed in to the portal: held in memory, so a restart signs everybody out. */
export type Sessions = {
  /** Begins a session; the id is for the cookie and known to nobody else. */
  begin(): string;
  /** Whether the session is alive; being asked keeps it so. */
  isAlive(id: string): boolean;
  end(id: string): void;
};

export const idleMs = 2 * 60 * 60_000;
export const longestMs = 12 * 60 * 60_000;
const mostSessions = 1000;

type Session = { readonly beganAt: number; usedAt: number };

/** Keeps ids hashed: what is read out of memory opens no session. */
export function makeSessions(clock: Clock): Sessions {
  const sessions = new Map<string, Session>();

  function drop(isOver: (session: Session) => boolean): void {
    for (const [key, session] of sessions) if (isOver(session)) sessions.delete(key);
  }

  return {
    begin() {
      const now = clock().getTime();
      drop((session) => isOver(session, now));
      // Whoever has the token may sign in without end; the oldest session makes room.
      for (const key of sessions.keys()) {
        if (sessions.size < mostSessions) break;
        sessions.delete(key);
      }
      const id = randomBytes(32).toString("base64url");
      sessions.set(hash(id), { beganAt: now, usedAt: now });
      return id;
    },
    isAlive(id) {
      const now = clock().getTime();
      const session = sessions.get(hash(id));
      if (session === undefined || isOver(session, now)) return false;
      session.usedAt = now;
      return true;
    },
    end(id) {
      sessions.delete(hash(id));
    },
  };
}

function isOver(session: Session, now: number): boolean {
  return now - session.usedAt >= idleMs || now - session.beganAt >= longestMs;
}

function hash(id: string): string {
  return createHash("sha256").update(id).digest("base64url");
}
