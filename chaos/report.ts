import type { ChaosResult } from './run-chaos.ts';

/** What must not be, by what it is called; nothing when the run went well. */
export const failuresOf = (result: ChaosResult): ReadonlyMap<string, readonly string[]> =>
  new Map(
    Object.entries({
      differences: result.differences,
      'double creations': result.doubleCreations,
      'unaccounted requests': result.accounts.unaccounted,
      'invented answers': result.accounts.invented,
      'late requests': result.accounts.late,
      'overlapping claims': result.overlappingClaims,
      'processes that gave up': result.gaveUp,
      'work left': result.left === 0 ? [] : [`${result.left} keys were still to be done at the bound`],
      'nothing tried':
        result.kills > 0 && result.accounts.seen > 0 && result.todos > 0 ? [] : ['the run did too little'],
    }).filter(([, found]) => found.length > 0),
  );

const seconds = (ms: number | null): string => (ms === null ? 'none' : `${(ms / 1_000).toFixed(1)} s`);
const list = (counts: ReadonlyMap<string, number>): string =>
  [...counts].map(([name, count]) => `${name} ${count}`).join(', ') || 'none';
const number = (count: number): string => count.toLocaleString('en-US');

/** How many of each kind are printed; all of them stand in the file. */
const shown = 10;

/** The end of a run, in words. */
export const report = (result: ChaosResult): string => {
  const { accounts, takeovers } = result;
  const rows: readonly (readonly [string, string])[] = [
    ['rounds', `${result.rounds} in ${seconds(result.tookMs)}`],
    ['kills', number(result.kills)],
    ['faults', list(result.faults)],
    [
      'events',
      `${number(result.events)}, sent ${number(result.sent)} times; repeated after no answer: ${result.repeated.http} requests, ${result.repeated.amqp} messages`,
    ],
    ['to-dos', `${number(result.todos)} over all platforms, ${number(result.attempts)} attempts`],
    ['differences', number(result.differences.length)],
    ['double creations', number(result.doubleCreations.length)],
    [
      'requests',
      `${number(accounts.seen)} seen by the vendors: ${number(accounts.logged)} in the log, ${number(accounts.interrupted)} of interrupted attempts`,
    ],
    [
      'unaccounted',
      `${number(accounts.unaccounted.length)} requests, ${number(accounts.invented.length)} answers that nobody gave, ${number(accounts.late.length)} sent after a takeover`,
    ],
    ['overlapping claims', number(result.overlappingClaims.length)],
    [
      'takeovers',
      `${number(takeovers.keys)} keys; after the loss of their worker: median ${seconds(takeovers.medianMs)}, longest ${seconds(takeovers.maxMs)}`,
    ],
    [
      'quiet',
      result.left === 0
        ? `${seconds(result.quietAfterMs)} after the last failure`
        : `not; ${result.left} keys were left`,
    ],
    ['parked', `${list(result.parked)}; pushed by hand before: ${result.pushedByHand}`],
    ['gave up', list(new Map(result.gaveUp.map((name) => [name, 1])))],
    ['refused starts', `${result.refusedStarts} while a server they need was away`],
    ['told', `${number(result.told.distinct)} domain events, heard ${number(result.told.heard)} times`],
    ['seed', `${result.seed} (npm run chaos -- --seed ${result.seed})`],
  ];
  const lines = rows.map(([name, text]) => `${name.padEnd(19)} ${text}`);
  for (const [name, found] of failuresOf(result)) {
    lines.push('', `${name}: ${found.length}`, ...found.slice(0, shown).map((line) => `  ${line}`));
    if (found.length > shown) lines.push(`  and ${found.length - shown} more`);
  }
  return `${lines.join('\n')}\n`;
};
