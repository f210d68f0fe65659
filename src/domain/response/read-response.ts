import type { Language } from "../finding/finding-type.ts";
import { findEmailAddress } from "../network/email-address.ts";
import { toSafeText } from "../notification/safe-text.ts";
import type { ResponseFault } from "./judge-response.ts";
import {
  falsePositiveReasons,
  mostResponseText,
  type Response,
  type ResponseKind,
} from "./response.ts";

/** An answer as it is typed or sent in: only what belongs to its kind is looked at. */
export type TypedResponse = {
  readonly kind: ResponseKind;
  readonly until?: Date | null | undefined;
  readonly to?: string | null | undefined;
  readonly because?: string | null | undefined;
  readonly reason?: string | null | undefined;
  readonly message?: string | null | undefined;
  readonly address?: string | null | undefined;
  readonly language?: Language | null | undefined;
};

/** What of an answer cannot be read. */
export type ReadFault = { readonly fault: ResponseFault; readonly field: keyof TypedResponse };

/** Reads an answer, or says what is wrong with it. Texts lose what could hide or turn them, or be clicked. */
export function readResponse(typed: TypedResponse): Response | ReadFault {
  const { kind } = typed;
  switch (kind) {
    case "fixed":
      return { kind };
    case "working":
      return { kind, until: typed.until ?? null };
    case "forwarded":
      return { kind, to: toText(typed.to) };
    case "not-ours":
    case "stop":
      return { kind, reason: toText(typed.reason) };
    case "false-positive": {
      const because = falsePositiveReasons.find((name) => name === typed.because);
      const reason = toText(typed.reason);
      if (because === undefined) return incomplete("because");
      return reason === null ? incomplete("reason") : { kind, because, reason };
    }
    case "accepted": {
      const reason = toText(typed.reason);
      if (typed.until == null) return { fault: "wrong-until", field: "until" };
      return reason === null ? incomplete("reason") : { kind, until: typed.until, reason };
    }
    case "other-contact":
      return readOtherContact(typed);
    case "contact-us": {
      const message = toText(typed.message);
      return message === null ? incomplete("message") : { kind, message };
    }
  }
}

function readOtherContact({ address, language }: TypedResponse): ReturnType<typeof readResponse> {
  const text = address?.trim() ?? "";
  const found = text === "" ? null : findEmailAddress(text);
  if (text !== "" && found === null) return incomplete("address");
  if (found === null && language == null) return incomplete("address");
  return { kind: "other-contact", address: found, language: language ?? null };
}

function toText(text: string | null | undefined): string | null {
  const safe = toSafeText(text ?? "", mostResponseText);
  return safe === "" ? null : safe;
}

function incomplete(field: keyof TypedResponse) {
  return { fault: "incomplete", field } as const;
}
