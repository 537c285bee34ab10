import { createVendorClient, type VendorRequest } from '../../packages/adapters-platforms/src/http/vendor-client.ts';
import type { Hub } from './hub.ts';
import { measure, type Measurement } from './measure.ts';

/** Sends recorded requests again, round and round: the same client, bodies, sandbox and concurrency, and nothing else. */
export const postBare = (
  hub: Hub,
  requests: readonly VendorRequest[],
  count: number,
  concurrency: number,
): Promise<Measurement> => {
  const client = createVendorClient(hub.requests.dispatcher);
  const { signal } = new AbortController();
  let next = 0;
  const postOn = async (): Promise<void> => {
    while (next < count) {
      const request = requests[next % requests.length];
      next += 1;
      if (request === undefined) throw new Error('there are no requests to send');
      const answer = await client.send(request, { timeoutMs: 10_000, signal });
      if (answer.kind !== 'answer' || answer.status !== 200)
        throw new Error(`a bare POST failed: ${JSON.stringify(answer)}`);
    }
  };
  return measure(async () => {
    await Promise.all(Array.from({ length: concurrency }, postOn));
    return count;
  });
};
