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
 * The bytes of a body. `limit` in bytes. `served`: the request comes from Node's HTTP parser, behind which a body cannot outgrow its
 * announced length; reading it whole then spares a stream.
 */
export const readBytes = async (request: Request, limit: number, served: boolean): Promise<Result<Buffer, Failure>> => {
  // The rest of a body that is too large is never read, so that the connection cannot be used again.
  const tooLarge: Failure = { problem: 'BODY_TOO_LARGE', parameters: { limit }, headers: { Connection: 'close' } };
  const announced = request.headers.get('content-length');
  if (announced !== null && Number(announced) > limit) return err(tooLarge);
  try {
    if (announced !== null && served) {
      return ok(Buffer.from(await request.arrayBuffer()));
    }
    const stream = request.body;
    if (stream === null) return ok(Buffer.alloc(0));
    const collected = await collect(stream, limit);
    return collected === 'too-large' ? err(tooLarge) : ok(collected);
  } catch {
    return err({ problem: 'BODY_UNREADABLE', headers: { Connection: 'close' } });
  }
};

/** The body as text; null when there is none. */
export const readBody = async (
  request: Request,
  limit: number,
  served: boolean,
): Promise<Result<string | null, Failure>> =>
  (await readBytes(request, limit, served)).andThen((bytes): Result<string | null, Failure> => {
    if (bytes.byteLength === 0) return ok(null);
    return isUtf8(bytes) ? ok(bytes.toString('utf8')) : err({ problem: 'MEDIA_TYPE_UNSUPPORTED' });
  });
