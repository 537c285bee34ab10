import { writeFileSync } from 'node:fs';
import type { Reporter, SerializedError, TestModule } from 'vitest/node';

/** Writes how many tests passed, failed and were skipped, and the names of those that failed, to the file that `npm test` names. */
export default class CountTests implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): void {
    const target = process.env.PORTICO_TEST_COUNTS;
    if (target === undefined) return;
    const states = modules.flatMap((module) => [...module.children.allTests()].map((test) => test.result().state));
    const count = (state: string): number => states.filter((one) => one === state).length;
    const counts = {
      passed: count('passed'),
      failed: count('failed') + modules.filter(isBroken).length + (unhandledErrors.length > 0 ? 1 : 0),
      skipped: count('skipped') + count('pending'),
      failures: modules.flatMap(failuresOf),
    };
    writeFileSync(target, JSON.stringify(counts));
  }
}

/** A file that could not be loaded, or whose hooks failed, has failed even when none of its tests did. */
const isBroken = (module: TestModule): boolean =>
  module.state() === 'failed' && [...module.children.allTests('failed')].length === 0;

const failuresOf = (module: TestModule): readonly string[] =>
  isBroken(module)
    ? [module.relativeModuleId]
    : [...module.children.allTests('failed')].map((test) => `${module.relativeModuleId} > ${test.fullName}`);
