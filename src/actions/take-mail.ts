import type { ArrivedMail } from "../domain/incoming/received-mail.ts";
import { runReceive } from "../pipeline/run-listen.ts";

export type TakeMailContext = Parameters<typeof runReceive>[0];

/** Keeps a mail that came to us, whoever brought it; answers false when it was kept before. */
export async function takeMail({
  context,
  input,
}: {
  readonly context: TakeMailContext;
  readonly input: ArrivedMail;
}): Promise<boolean> {
  return runReceive(context, input);
}
