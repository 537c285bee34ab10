import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The server's API, as a client sees it while servers come and go. */
export interface Api {
  /** Null when no answer came. */
  call(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ readonly status: number; readonly body: unknown } | null>;
}

const answerWithinMs = 15_000;

/** `dataDir` holds the key that the server made at its first start. */
export const createApi = (url: string, dataDir: string): Api => {
  const key = (): string =>
    (JSON.parse(readFileSync(join(dataDir, 'credentials.json'), 'utf8')) as { apiKey: string }).apiKey;
  return {
    call: async (method, path, body) => {
      try {
        const response = await fetch(`${url}${path}`, {
          method,
          headers: { 'X-API-Key': key(), ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
          signal: AbortSignal.timeout(answerWithinMs),
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        });
        const text = await response.text();
        return { status: response.status, body: text === '' ? null : (JSON.parse(text) as unknown) };
      } catch {
        return null;
      }
    },
  };
};
