import type { ArrivedMail } from "../domain/incoming/received-mail.ts";
import { decideAgain } from "./decide-again.ts";
import { type Heeded, heedMails } from "./heed.ts";
import type { ListeningContext } from "./material/listening.ts";
import { receiveMail } from "./receive.ts";

/** Keeps a mail that came in; answers false when it was kept before. */
export function runReceive(
  context: Pick<ListeningContext, "sql" | "clock" | "masterKey" | "readAddress">,
  arrived: ArrivedMail,
): Promise<boolean> {
  return receiveMail(context, arrived);
}

/** Looks into all mail that was received, and draws what follows from it. */
export function runHeed(context: ListeningContext): Promise<Heeded> {
  return heedMails(context, (sql, deciding, ids) =>
    decideAgain(sql, context.catalogue, deciding, ids),
  );
}
