import { parseArgs } from 'node:util';
import { scenarioNames, type ScenarioName } from './scenarios.ts';

/** What is asked for on the command line. */
export interface BenchRequest {
  /** In the order in which they are measured. */
  readonly scenarios: readonly ScenarioName[];
  /** Checks that everything adds up, says little about speed. */
  readonly short: boolean;
  /** Null: the scenario's own number. */
  readonly rounds: number | null;
  /** Deliveries a run; null: the scenario's own number. */
  readonly count: number | null;
  /** Parts of the names of those who compete, in lower case; all compete when empty. */
  readonly only: readonly string[];
  /** Keeps the tables in `results.md` beside this file. */
  readonly write: boolean;
}

export const usage = `Usage: npm run bench -- [scenario …] [--short] [--rounds <1 to 20>] [--only <part,…>] [--count <n>] [--write]

  scenario  ${scenarioNames.join(', ')}; all unless named
  --short   seconds instead of minutes: checks that the counts add up, says little about speed
  --rounds  how often each contender runs
  --only    push: only contenders whose names hold one of these, for example bare,portico
  --count   push: deliveries in one run
  --write   also writes the tables to bench/results.md; those of other scenarios stay

PostgreSQL: PORTICO_BENCH_POSTGRES_URL, else postgres://postgres@127.0.0.1:5432/postgres; databases are made and dropped there.
`;

const wholeNumber = (name: string, text: string | undefined, most: number): number | null => {
  if (text === undefined) return null;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > most)
    throw new Error(`--${name} must be a whole number from 1 to ${most}`);
  return value;
};

/** Reads the command line; throws a message for people. */
export const readRequest = (args: readonly string[]): BenchRequest => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      short: { type: 'boolean' },
      write: { type: 'boolean' },
      rounds: { type: 'string' },
      count: { type: 'string' },
      only: { type: 'string' },
    },
  });
  const unknown = positionals.find((name) => !scenarioNames.some((known) => known === name));
  if (unknown !== undefined) throw new Error(`there is no scenario ${unknown}`);
  return {
    scenarios: scenarioNames.filter((name) => positionals.length === 0 || positionals.includes(name)),
    short: values.short === true,
    rounds: wholeNumber('rounds', values.rounds, 20),
    count: wholeNumber('count', values.count, 1_000_000),
    only: (values.only ?? '')
      .toLowerCase()
      .split(',')
      .filter((part) => part !== ''),
    write: values.write === true,
  };
};
