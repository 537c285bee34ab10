import { describe, expect, test } from 'vitest';
import { doorbellContract } from '@portico/core/testing';
import { createInProcessDoorbell } from './in-process-doorbell.ts';

describe('The doorbell within a process', () => {
  test.each(doorbellContract)('$name', async ({ run }) => {
    const arrived = (): Promise<void> => new Promise((done) => void setImmediate(done));
    await expect(run({ doorbell: createInProcessDoorbell(), arrived })).resolves.toBeUndefined();
  });
});
