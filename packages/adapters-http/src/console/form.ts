import { err, ok, type Result } from 'neverthrow';
import { readBody } from '../body/read-body.ts';
import type { ConsoleContext } from './environment.ts';

const mostFields = 500;

/** The fields of a submitted form; `limit` in bytes. */
export const readForm = async (
  context: ConsoleContext,
  limit: number,
): Promise<Result<URLSearchParams, 'too-large'>> => {
  const text = await readBody(context.req.raw, limit, context.env?.incoming !== undefined);
  if (text.isErr()) return err('too-large');
  // Browsers replace lone surrogates themselves; others get what they deserve, but nothing the store would refuse.
  const form = new URLSearchParams((text.value ?? '').replaceAll(/%00/g, ''));
  return form.size > mostFields ? err('too-large') : ok(form);
};

/** A field without the spaces around it; empty when it is absent. */
export const field = (form: URLSearchParams, name: string): string => form.get(name)?.trim() ?? '';
