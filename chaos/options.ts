import { parseArgs } from 'node:util';

/** What a run is asked to do. */
export interface ChaosOptions {
  /** Decides events, faults and when they come; the same seed plans the same run. */
  readonly seed: number;
  /** Rounds are run until so many processes have been killed. */
  readonly kills: number;
  /** No round begins later than this after the start. */
  readonly minutes: number;
  /** One round of about a minute. */
  readonly short: boolean;
}

export const usage = `Usage: npm run chaos -- [--seed <number>] [--kills <number>] [--minutes <number>] [--short]

  --seed     replays the plan of an earlier run: its events, faults and their times
  --kills    how many processes are killed before the end, 200 unless given
  --minutes  begins no round later than this, 30 unless given
  --short    one round of about a minute
`;

const wholeNumber = (name: string, given: string | undefined, fallback: number, most: number): number => {
  const value = given === undefined ? fallback : Number(given);
  if (!Number.isInteger(value) || value < 1 || value > most)
    throw new Error(`--${name} must be a whole number from 1 to ${most}`);
  return value;
};

/** Reads the command line; throws a message for people. `anySeed` is taken where none is given. */
export const readOptions = (args: readonly string[], anySeed: number): ChaosOptions => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string' },
      kills: { type: 'string' },
      minutes: { type: 'string' },
      short: { type: 'boolean' },
    },
  });
  return {
    seed: wholeNumber('seed', values.seed, anySeed, 2 ** 31 - 1),
    kills: wholeNumber('kills', values.kills, 200, 10_000),
    minutes: wholeNumber('minutes', values.minutes, 30, 24 * 60),
    short: values.short === true,
  };
};
