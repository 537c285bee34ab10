import type { Result } from 'neverthrow';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { Tracer } from '../ports/tracer.ts';
import type { BatchEnd, Ending } from './settle-batch.ts';

/** Shows how long a batch of endings takes to be written, in the trace of each. `writing` never rejects. */
export const traceSettlement = <Stores>(
  tracer: Tracer,
  endings: readonly Ending<Stores>[],
  writing: Promise<Result<BatchEnd, StoreFailure>>,
): void => {
  for (const { claim, lane, settlement } of endings) {
    const attributes = {
      'portico.lane': lane.name,
      'portico.key': claim.key,
      'portico.claim': claim.id,
      'portico.verdict': settlement.verdict,
      'portico.batch': endings.length,
    };
    void tracer.span(`settle ${lane.name}`, { kind: 'internal', parent: claim.trace, attributes }, async (span) => {
      (await writing).match(
        ({ settled }) => {
          const mine = settled.find((one) => one.claim === claim.id);
          span.set({ 'portico.late': mine === undefined, 'portico.moved': mine?.moved ?? null });
        },
        ({ code }) => span.fail(code),
      );
    });
  }
};
