import type { Api } from './api.ts';
import type { Vendor } from './sandboxes/vendors.ts';

/** Longer than any answer of a healthy sandbox, shorter than it hangs. */
export const attemptTimeoutMs = 4_000;

/** A failure is tried again within seconds for as long as the run lasts, so that calm comes soon after it. */
const retry = { count: null, intervalSeconds: [1, 1, 2, 3, 5], maxAgeSeconds: 7 * 86_400 };

/** Batches on one lane, a rate that all workers share on another. */
const special: Readonly<Record<string, object>> = {
  jinzhi: { batchSize: 8 },
  'weaver-ofs': { rate: { perSecond: 40, burst: 40 } },
};

interface Kind {
  readonly kind: string;
  readonly config_field: readonly { readonly name: string; readonly type: string }[];
}

/** Makes each vendor a platform, over the API. */
export const connectPlatforms = async (api: Api, vendors: readonly Vendor[]): Promise<void> => {
  const must = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const answer = await api.call(method, `/api/v1/task-center/${path}`, body);
    if (answer === null || answer.status >= 300) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
    return (answer.body as { data: unknown }).data;
  };
  const { items: kinds } = (await must('GET', 'platform-kinds')) as { items: readonly Kind[] };
  for (const { kind, baseUrl, credentials } of vendors) {
    const fields = kinds.find((known) => known.kind === kind)?.config_field ?? [];
    const secret = new Set(fields.filter(({ type }) => type === 'secret').map(({ name }) => name));
    const given = Object.entries(credentials);
    await must('POST', 'platforms', {
      code: kind,
      kind,
      baseUrl,
      settings: Object.fromEntries(given.filter(([name]) => !secret.has(name))),
      secrets: Object.fromEntries(given.filter(([name]) => secret.has(name))),
      retry,
      timeoutMs: attemptTimeoutMs,
      ...special[kind],
    });
  }
};
