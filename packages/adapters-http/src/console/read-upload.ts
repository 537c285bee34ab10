import { err, ok, type Result } from 'neverthrow';
import { readBytes } from '../body/read-body.ts';
import type { ConsoleContext } from './environment.ts';

const mostFields = 20;

/** A form with files in it, whole in memory; `limit` in bytes of all of it. Null: it is no such form. */
export const readUpload = async (
  context: ConsoleContext,
  limit: number,
): Promise<Result<FormData | null, 'too-large'>> => {
  const type = context.req.header('content-type') ?? '';
  if (!/^multipart\/form-data\s*;/i.test(type)) return ok(null);
  const bytes = await readBytes(context.req.raw, limit, context.env?.incoming !== undefined);
  if (bytes.isErr()) return bytes.error.problem === 'BODY_TOO_LARGE' ? err('too-large') : ok(null);
  try {
    const form = await new Response(new Uint8Array(bytes.value), { headers: { 'content-type': type } }).formData();
    return ok([...form.keys()].length > mostFields ? null : form);
  } catch {
    return ok(null);
  }
};
