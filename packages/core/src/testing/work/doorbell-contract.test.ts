import { describe, expect, test } from 'vitest';
import { doorbellContract } from './doorbell-contract.ts';
import { doorbellMutants } from './doorbell-mutants.ts';

declare const setImmediate: (run: () => void) => void;

describe('The doorbell’s contract', () => {
  const arrived = (): Promise<void> => new Promise((done) => setImmediate(() => done()));

  test.each(doorbellMutants)('MUST catch a doorbell that $name', async ({ open }) => {
    const broken: string[] = [];
    for (const { name, run } of doorbellContract) {
      if (broken.length === 0) await run({ doorbell: open(), arrived }).catch(() => broken.push(name));
    }
    expect(broken).not.toEqual([]);
  });
});
