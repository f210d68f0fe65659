import fc from "fast-check";
import { expect, test } from "vitest";
import { type DnsQuestion, encodeQuestion, readAnswer } from "./dns-message.ts";

const question: DnsQuestion = {
  name: "_meldpunt.voorbeeld.example",
  type: "TXT",
  recursion: false,
};

/** A question made an answer: the bit that says so, nothing else. */
function toAnswer(bytes: Buffer): Buffer {
  const answer = Buffer.from(bytes);
  answer.writeUInt8(answer.readUInt8(2) | 0x84, 2);
  return answer;
}

test("reads its own answer, and none to another question", () => {
  const sent = encodeQuestion(question);
  const answer = toAnswer(sent.bytes);
  expect(readAnswer(answer, sent, question, "udp")).toMatchObject({
    kind: "answer",
    // Our own bits given back are no word on signatures.
    message: { rcode: "NOERROR", isAuthoritative: true, isValidated: false, answers: [] },
  });
  const another = { ...sent, id: (sent.id + 1) & 0xffff };
  expect(readAnswer(answer, another, question, "udp").kind).toBe("not-ours");
  expect(readAnswer(sent.bytes, sent, question, "udp").kind).toBe("not-ours");
  expect(readAnswer(answer, sent, { ...question, type: "NS" }, "udp").kind).toBe("not-ours");
});

test("questions differ in id and letter case", () => {
  const sent = Array.from({ length: 20 }, () => encodeQuestion(question));
  expect(new Set(sent.map(({ id }) => id)).size).toBeGreaterThan(10);
  expect(new Set(sent.map(({ name }) => name)).size).toBeGreaterThan(10);
});

test("bytes of any kind are read without a throw", () => {
  const sent = encodeQuestion(question);
  const answer = toAnswer(sent.bytes);
  const mutated = fc
    .array(fc.tuple(fc.nat(answer.length - 1), fc.nat(255)), { minLength: 1, maxLength: 12 })
    .map((changes) => {
      const bytes = Buffer.from(answer);
      for (const [at, value] of changes) bytes.writeUInt8(value, at);
      return bytes;
    });
  const behind = fc
    .uint8Array({ maxLength: 200 })
    .map((more) => Buffer.concat([answer.subarray(0, 12), more]));
  fc.assert(
    fc.property(fc.oneof(mutated, behind, fc.uint8Array().map(Buffer.from)), (bytes) => {
      expect(["answer", "ask-over-tcp", "not-ours", "malformed"]).toContain(
        readAnswer(bytes, sent, question, "udp").kind,
      );
    }),
    { numRuns: 2_000 },
  );
});
