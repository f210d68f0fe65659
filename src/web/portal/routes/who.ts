import { explainObject } from "../../../actions/explain-object.ts";
import type { OrganisationNames } from "../../../actions/name-organisations.ts";
import { AppError } from "../../../platform/errors.ts";
import type { WebApp, WebContext } from "../../context.ts";
import { toPage } from "../page.ts";
import { type WhoAnswer, type WhoQuestion, whoPage } from "../pages/who-page.ts";

export function addWhoPage(
  portal: WebApp,
  context: WebContext,
  readNames: OrganisationNames,
): void {
  portal.get("/who", async (c) =>
    c.html(
      whoPage(
        toPage(context, c),
        { object: "", type: "" },
        { kind: "asked-nothing" },
        await readNames(),
      ),
    ),
  );
  portal.post("/who", async (c) => {
    const form = await c.req.parseBody();
    const read = (name: string): string => {
      const value = form[name];
      return typeof value === "string" ? value.trim().slice(0, 300) : "";
    };
    const question = { object: read("object"), type: read("type") };
    const answer = await answerQuestion(context, question);
    const status = answer.kind === "refused" ? 422 : 200;
    return c.html(whoPage(toPage(context, c), question, answer, await readNames()), status);
  });
}

/** What is wrong with a question is shown beside it, so that it can be put right. */
async function answerQuestion(
  context: WebContext,
  { object, type }: WhoQuestion,
): Promise<WhoAnswer> {
  try {
    const input = { type: type === "" ? null : type, at: null };
    const explain = await explainObject({ context, input });
    return { kind: "explained", explanation: explain(object) };
  } catch (error) {
    if (!(error instanceof AppError) || error.entry.status >= 500) throw error;
    return { kind: "refused", detail: error.message, remedy: error.remedy };
  }
}
