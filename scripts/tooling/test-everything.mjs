import { parseArgs } from 'node:util';
import { format } from '../checks/format.mjs';
import { lint } from '../checks/lint.mjs';
import { typecheck } from '../checks/typecheck.mjs';
import { runTier } from './run-tier.mjs';
import { provideServices } from './services/service.mjs';
import { tiers } from './tiers.mjs';

const checks = [
  { name: 'lint', check: () => lint([]) },
  { name: 'format', check: () => format([]) },
  { name: 'types', check: typecheck },
];

const usage = `npm test -- [--only <names>] [--install] [path filters]

  --only      run these only, separated by commas: ${[...checks, ...tiers].map(({ name }) => name).join(', ')}
  --install   install the servers that suites need and this machine lacks (also with CI=true)

Path filters run the test tiers on matching files, without lint, format and types.
`;

const say = (/** @type {string} */ line) => void process.stdout.write(`${line}\n`);
const seconds = (/** @type {number} */ since) => `${((performance.now() - since) / 1_000).toFixed(1)} s`;

/**
 * Checks and tests, prints a summary, and closes with `N passed, N failed, N skipped` alone on a line.
 * @param {string[]} argv
 * @returns {Promise<number>} the exit code
 */
export async function testEverything(argv) {
  const options = read(argv);
  if (options === undefined) return 2;
  if (options.help) {
    say(usage);
    return 0;
  }

  const broken = await runChecks(options);
  const { lines, totals, complaints } = await runTiers(options);
  say('');
  for (const name of broken) say(`FAILED: ${name}`);
  for (const complaint of complaints) say(`FAILED: ${complaint}`);
  for (const line of lines) say(line);
  say(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
  return broken.length === 0 && complaints.length === 0 && totals.failed === 0 ? 0 : 1;
}

/**
 * @typedef {{ help: boolean, install: boolean, only: string[] | undefined, filters: string[] }} Options
 * @param {string[]} argv
 * @returns {Options | undefined}
 */
function read(argv) {
  try {
    const { values, positionals } = parseArgs({
      args: argv,
      allowPositionals: true,
      options: {
        help: { type: 'boolean', default: false },
        install: { type: 'boolean', default: process.env.CI === 'true' },
        only: { type: 'string' },
      },
    });
    const only = values.only?.split(',');
    const unknown = only?.filter((name) => ![...checks, ...tiers].some((one) => one.name === name)) ?? [];
    if (unknown.length > 0) throw new Error(`Unknown: ${unknown.join(', ')}`);
    return { help: values.help === true, install: values.install === true, only, filters: positionals };
  } catch (error) {
    say(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return undefined;
  }
}

/**
 * @param {Options} options
 * @returns {Promise<string[]>} the names of those that failed
 */
async function runChecks({ only, filters }) {
  const failed = [];
  for (const { name, check } of checks) {
    if (only === undefined ? filters.length > 0 : !only.includes(name)) continue;
    const start = performance.now();
    const passed = await check();
    say(`${name}: ${passed ? 'ok' : 'FAILED'} (${seconds(start)})`);
    if (!passed) failed.push(name);
  }
  return failed;
}

/** @param {Options} options */
async function runTiers({ only, filters, install }) {
  const chosen = tiers.filter(({ name }) => only === undefined || only.includes(name));
  const provided = await provideServices(
    chosen.map(({ name }) => name),
    { install, say },
  );
  const missing = provided.missing.map(({ name }) => name);
  const totals = { passed: 0, failed: 0, skipped: 0 };
  const lines = [];
  const complaints = install ? missing.map((name) => `${name} is not available`).concat(provided.problems) : [];

  for (const { name, floor, without } of chosen) {
    if (without !== undefined && missing.includes(without)) {
      lines.push(`${name.padEnd(8)}  NOT RUN: ${without} is missing`);
      continue;
    }
    say(`\n${name} tests`);
    const start = performance.now();
    const { passed, failed, skipped, failures } = await runTier(name, { filters, env: provided.env });
    complaints.push(...failures);
    totals.passed += passed;
    totals.failed += failed;
    totals.skipped += skipped;
    lines.push(
      `${name.padEnd(8)}  ${passed + failed} tests ran, ${failed} failed, ${skipped} skipped (${seconds(start)})`,
    );
    if (filters.length === 0 && passed + failed < floor) {
      complaints.push(`${passed + failed} ${name} tests ran where at least ${floor} must (scripts/tooling/tiers.mjs)`);
    }
  }
  if (!install && missing.length > 0) lines.push(...howToRunAll(provided.missing));
  return { lines, totals, complaints };
}

/** @param {import('./services/service.mjs').Service[]} missing */
const howToRunAll = (missing) => [
  '',
  ...missing.map(
    ({ name, neededBy }) =>
      `!! ${name} does not answer here, so ${neededBy.join(' and ')} suites that need it did not run.`,
  ),
  '!! To install what is missing and run them: npm test -- --install',
  '',
];
