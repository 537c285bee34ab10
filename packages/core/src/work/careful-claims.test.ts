import { errAsync } from 'neverthrow';
import { expect, test } from 'vitest';
import { startBench } from '../testing/work/worker-bench.ts';
import { loadCarefully } from './careful-claims.ts';

declare const setImmediate: (run: () => void) => unknown;
const rest = (): Promise<void> => new Promise((done) => void setImmediate(done));

const unreadable = () => errAsync({ code: 'STORE_DATA' as const, message: 'unreadable' });

test('A load that fails whatever it is for MUST park its keys, also when there are none', async () => {
  const bench = await startBench(rest, { handler: { load: unreadable } });
  await bench.schedule(['a', 'b', 'c']);
  await bench.idle();
  for (const key of ['a', 'b', 'c']) expect(await bench.state(key)).toMatchObject({ parked: 'refused' });
  const handler = { load: unreadable } as never;
  const ask = { lane: bench.lane, handler, keys: 1, shares: { live: 1, retry: 0, bulk: 0 }, alone: false };
  expect(await loadCarefully(bench.transactor, ask, [])).toEqual({ loaded: [], bad: [], unloaded: [] });
});
