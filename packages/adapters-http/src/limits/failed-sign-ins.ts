import { createHash } from 'node:crypto';
import type { Clock } from '@portico/core';
import { createBoundedMap } from './bounded-map.ts';
import { createTokenBuckets, type BucketSize } from './token-buckets.ts';

/**
 * Bounds how often one address may fail to authenticate. Behind a proxy or NAT one address is many clients: a credential that
 * was good a while ago is let through all the same, so that a guesser cannot lock its neighbours out.
 */
export interface FailedSignIns {
  /** Seconds to wait before this address may try this credential; null when it may. */
  blockedFor(address: string, credential: string): number | null;
  failed(address: string): void;
  succeeded(credential: string): void;
}

const digest = (credential: string): string => createHash('sha256').update(credential).digest('base64');

export const createFailedSignIns = (size: BucketSize, clock: Pick<Clock, 'monotonic'>): FailedSignIns => {
  const addresses = createTokenBuckets(size, 10_000, clock);
  const good = createBoundedMap<string, true>(10_000);
  return {
    blockedFor(address, credential) {
      const state = addresses.look(address);
      if (state.allowed || good.get(digest(credential)) === true) return null;
      return state.waitSeconds;
    },
    failed(address) {
      addresses.take(address);
    },
    succeeded(credential) {
      good.set(digest(credential), true);
    },
  };
};
