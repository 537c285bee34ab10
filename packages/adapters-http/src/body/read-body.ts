import { isUtf8 } from 'node:buffer';
import { err, ok, type Result } from 'neverthrow';
import type { Failure } from '../problems/failure.ts';

/** Reads no more than the limit, whatever the client announced. */
const collect = async (stream: ReadableStream<Uint8Array>, limit: number): Promise<Buffer | 'too-large'> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(chunks, size);
    size += value.byteLength;
    if (size > limit) {
      // Not awaited: a stream may never acknowledge that it is cancelled.
      reader.cancel().catch(() => undefined);
      return 'too-large';
    }
    chunks.push(value);
  }
};

/**
 * The body as text; null when there is none. `limit` in bytes. `served`: the request comes from Node's HTTP parser, behind
 * which a body cannot outgrow its announced length; reading it whole then spares a stream.
 */
export const readBody = async (
  request: Request,
  limit: number,
  served: boolean,
): Promise<Result<string | null, Failure>> => {
  // The rest of a body that is too large is never read, so that the connection cannot be used again.
  const tooLarge: Failure = { problem: 'BODY_TOO_LARGE', parameters: { limit }, headers: { Connection: 'close' } };
  const announced = request.headers.get('content-length');
  if (announced !== null && Number(announced) > limit) return err(tooLarge);
  let bytes: Buffer;
  try {
    if (announced !== null && served) {
      bytes = Buffer.from(await request.arrayBuffer());
    } else {
      const stream = request.body;
      if (stream === null) return ok(null);
      const collected = await collect(stream, limit);
      if (collected === 'too-large') return err(tooLarge);
      bytes = collected;
    }
  } catch {
    return err({ problem: 'BODY_UNREADABLE', headers: { Connection: 'close' } });
  }
  if (bytes.byteLength === 0) return ok(null);
  if (!isUtf8(bytes)) return err({ problem: 'MEDIA_TYPE_UNSUPPORTED' });
  return ok(bytes.toString('utf8'));
};
