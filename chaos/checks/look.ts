import type { OutsideEvent } from '../../apps/server/src/testing/engine-history.ts';
import { attemptTimeoutMs } from '../connect-platforms.ts';
import type { LossOfWorker } from '../faults/inflict.ts';
import type { Vendors } from '../sandboxes/vendors.ts';
import { accountRequests, type Accounts } from './account-requests.ts';
import { desiredOf, lineOf } from './desired.ts';
import { differences } from './differences.ts';
import { doubleCreations } from './double-creations.ts';
import type { Ledger } from './ledger.ts';
import { mirrorDifferences } from './mirror-differences.ts';
import { overlappingClaims } from './overlapping-claims.ts';
import { takeoverTimes, type Takeovers } from './takeovers.ts';

/** What was found at the end of a run. Every list is empty when all is well. */
export interface Findings {
  /** Between what the vendors show, or Portico believes that they show, and what they should. */
  readonly differences: readonly string[];
  readonly doubleCreations: readonly string[];
  readonly overlappingClaims: readonly string[];
  readonly accounts: Accounts;
  readonly takeovers: Takeovers;
  readonly todos: number;
  readonly attempts: number;
  /** Keys that stand parked, by reason. */
  readonly parked: ReadonlyMap<string, number>;
}

/** Looks at vendors and database once nothing happens any more. Ends the vendors. */
export const lookAtEverything = async (
  events: readonly OutsideEvent[],
  vendors: Vendors,
  ledger: Ledger,
  losses: readonly LossOfWorker[],
): Promise<Findings> => {
  const platforms = vendors.all.map(({ kind }) => kind);
  const desired = desiredOf(events, platforms);
  const [work, mirrors, attempts] = [await ledger.work(), await ledger.mirrors(), await ledger.attempts()];
  const wrong: string[] = [];
  const twice: string[] = [];
  let todos = 0;
  for (const vendor of vendors.all) {
    const expected = desired.get(vendor.kind)?.lines ?? [];
    const { missing, excess } = differences(expected, (await vendor.todos()).map(lineOf));
    wrong.push(
      ...missing.map((line) => `${vendor.kind} does not show: ${line}`),
      ...excess.map((line) => `${vendor.kind} shows: ${line}`),
    );
    twice.push(...doubleCreations(await vendor.effects()).map((id) => `${vendor.kind} ${id}`));
    todos += expected.length;
  }
  wrong.push(...mirrorDifferences(desired, mirrors, work));
  const parked = Map.groupBy(
    work.flatMap((row) => row.parked ?? []),
    (reason) => reason,
  );
  return {
    differences: wrong,
    doubleCreations: twice,
    overlappingClaims: overlappingClaims(attempts),
    accounts: accountRequests(await vendors.stop(), attempts, attemptTimeoutMs),
    takeovers: takeoverTimes(attempts, losses),
    todos,
    attempts: attempts.length,
    parked: new Map([...parked].map(([reason, rows]) => [reason, rows.length])),
  };
};
