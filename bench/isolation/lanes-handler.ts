import { okAsync } from 'neverthrow';
import { Agent, request } from 'undici';
import type { Outcome, WorkHandler, WorkStores } from '@portico/core/work';

const body = JSON.stringify({ subject: 'a to-do', text: 'x'.repeat(300) });

/** Posts each key to its lane's address and takes the answer as its status says; lanes are told apart by the last part of their names. */
export const createLanesHandler = (
  addressOf: (lane: string) => string,
  done: (lane: string) => void,
): WorkHandler<WorkStores, string, true> => {
  const dispatcher = new Agent({ connections: 128, pipelining: 1 });
  const post = async (lane: string, signal: AbortSignal): Promise<{ outcome: Outcome; status: number | null }> => {
    try {
      const answer = await request(addressOf(lane), { method: 'POST', body, dispatcher, signal });
      await answer.body.text();
      const { statusCode: status, headers } = answer;
      if (status === 200) return { outcome: { kind: 'done', more: false }, status };
      const forMs = Number(headers['retry-after'] ?? 1) * 1_000;
      return { outcome: { kind: 'deferred', scope: 'lane', forMs, reason: `HTTP ${status}` }, status };
    } catch (error) {
      const reason = (error as Error).message;
      return { outcome: { kind: 'failed', reason, retryAfterMs: null }, status: null };
    }
  };
  return {
    load: (_stores, _lane, claims) => okAsync(new Map(claims.map(({ id, key }) => [id, key]))),
    attempt: (group, { lane, signal }) =>
      Promise.all(
        group.map(async () => {
          const name = lane.name.split('/')[1] ?? '';
          const { outcome, status } = await post(name, signal);
          if (outcome.kind === 'done') done(name);
          const exchange = {
            purpose: 'push' as const,
            atMs: 0,
            durationMs: 0,
            request: { method: 'POST', url: addressOf(name), headers: {}, body },
            response: status === null ? null : { status, headers: {}, body: '' },
            error: status === null ? 'no answer' : null,
          };
          return { outcome, operation: 'put', version: 1, exchanges: [exchange], ack: null };
        }),
      ),
    acknowledge: () => okAsync(undefined),
  };
};
