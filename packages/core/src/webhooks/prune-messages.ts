import { ok, safeTry, type ResultAsync } from 'neverthrow';
import type { Millis } from '../ports/instant.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { WebhooksContext } from './context.ts';

const prunedAtOnce = 5_000;

/** Forgets messages that were delivered so long ago, a bounded number in each transaction; answers how many. */
export const createPruneMessages =
  ({ transactor, clock }: WebhooksContext): ((keepMs: Millis) => ResultAsync<number, StoreFailure>) =>
  (keepMs) => {
    const before = clock.now() - keepMs;
    return safeTry(async function* () {
      let pruned = 0;
      for (;;) {
        const count = yield* transactor.run(({ webhookMessages }) => webhookMessages.prune(before, prunedAtOnce));
        pruned += count;
        if (count < prunedAtOnce) return ok(pruned);
      }
    });
  };
