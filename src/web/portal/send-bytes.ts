import type { ToldFile } from "../../store/views/told-files.ts";

/** Never by a type that a browser might open. The digest is that of RFC 9530. */
export function toFileHeaders({ name, size, sha256 }: ToldFile) {
  return {
    "Content-Type": "application/octet-stream",
    "Content-Length": String(size),
    "Content-Disposition": `attachment; filename="${name}"`,
    "Repr-Digest": `sha-256=:${sha256.toString("base64")}:`,
  };
}

const pieceBytes = 64 * 1024;

/** Bytes as a stream, handed over as fast as the client takes them; `onEnd` is called once it has them, or hung up. */
export function sendBytes(bytes: Uint8Array, onEnd: () => void): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (at >= bytes.length) {
          controller.close();
          onEnd();
          return;
        }
        controller.enqueue(Uint8Array.from(bytes.subarray(at, at + pieceBytes)));
        at += pieceBytes;
      },
      cancel: onEnd,
    },
    { highWaterMark: 1 },
  );
}
