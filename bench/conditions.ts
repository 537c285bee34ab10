import { parseArgs } from 'node:util';

/** How much is measured. */
export interface Conditions {
  /** Each contender runs once a round; what is shown is the median over the rounds. */
  readonly rounds: number;
  readonly batchesOf100: number;
  readonly singleEvents: number;
  /** To-dos delivered in one run of a contender. */
  readonly todos: number;
  readonly barePosts: number;
  /** The same of everything before the rounds, unmeasured, divided by this. */
  readonly warmUpShare: number;
}

/** What is asked for on the command line. */
export interface Request {
  readonly conditions: Conditions;
  /** Keeps the table in a file beside this one. */
  readonly write: boolean;
}

export const fullConditions: Conditions = {
  rounds: 3,
  batchesOf100: 30,
  singleEvents: 400,
  todos: 3_000,
  barePosts: 6_000,
  warmUpShare: 4,
};

/** A few seconds: shows that everything adds up, says little about speed. */
export const shortConditions: Conditions = {
  rounds: 1,
  batchesOf100: 3,
  singleEvents: 30,
  todos: 200,
  barePosts: 400,
  warmUpShare: 2,
};

export const usage = `Usage: npm run bench -- [--short] [--rounds <1 to 20>] [--write]

  --short   a few seconds: checks that the counts add up, says little about speed
  --rounds  how often each contender runs, ${fullConditions.rounds} unless given
  --write   also writes the table to bench/results.md
`;

/** Reads the command line; throws a message for people. */
export const readRequest = (args: readonly string[]): Request => {
  const { values } = parseArgs({
    args: [...args],
    options: { short: { type: 'boolean' }, write: { type: 'boolean' }, rounds: { type: 'string' } },
  });
  const conditions = values.short === true ? shortConditions : fullConditions;
  const rounds = values.rounds === undefined ? conditions.rounds : Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1 || rounds > 20)
    throw new Error('--rounds must be a whole number from 1 to 20');
  return { conditions: { ...conditions, rounds }, write: values.write === true };
};

/** A smaller run of the same, to warm up. */
export const warmUpOf = (conditions: Conditions): Conditions => {
  const part = (count: number): number => Math.ceil(count / conditions.warmUpShare);
  return {
    ...conditions,
    rounds: 1,
    batchesOf100: part(conditions.batchesOf100),
    singleEvents: part(conditions.singleEvents),
    todos: part(conditions.todos),
    barePosts: part(conditions.barePosts),
  };
};
