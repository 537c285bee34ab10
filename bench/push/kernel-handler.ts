import { Agent, request } from 'undici';
import type { WorkHandler, WorkStores } from '@portico/core/work';
import type { KernelItem, KernelItems } from './kernel-items.ts';

export type KernelStores = WorkStores & { readonly items: KernelItems };

/** The shortest handler that keeps what Portico keeps: loads what is desired, posts it, logs request and answer, acknowledges the version. */
export const createKernelHandler = (
  sinkUrl: string,
  connections: number,
): WorkHandler<KernelStores, KernelItem, KernelItem> => {
  const dispatcher = new Agent({ connections, pipelining: 1 });
  return {
    load: (stores, _lane, claims) =>
      stores.items.load(claims.map(({ key }) => key)).map((items) => {
        const byKey = new Map(items.map((item) => [item.key, item]));
        return new Map(
          claims.flatMap(({ id, key }) => {
            const item = byKey.get(key);
            return item === undefined ? [] : [[id, item] as const];
          }),
        );
      }),
    attempt: (group, { signal }) =>
      Promise.all(
        group.map(async ({ item }) => {
          const begun = performance.now();
          const url = `${sinkUrl}${item.path}`;
          const { headers, body: sent } = item;
          const answer = await request(url, { method: 'POST', headers, body: sent, dispatcher, signal });
          const body = await answer.body.text();
          const response = { status: answer.statusCode, headers: answer.headers as Record<string, string>, body };
          const durationMs = Math.round(performance.now() - begun);
          const done = answer.statusCode === 200;
          return {
            outcome: done
              ? { kind: 'done' as const, more: false }
              : { kind: 'failed' as const, reason: `HTTP ${answer.statusCode}`, retryAfterMs: null },
            operation: 'put',
            version: item.version,
            exchanges: [
              {
                purpose: 'push' as const,
                atMs: 0,
                durationMs,
                request: { method: 'POST', url, headers, body: sent },
                response,
                error: null,
              },
            ],
            ack: done ? item : null,
          };
        }),
      ),
    acknowledge: (stores, _lane, acks) => stores.items.acknowledge(acks.map(({ ack }) => ack)).map(() => undefined),
  };
};
