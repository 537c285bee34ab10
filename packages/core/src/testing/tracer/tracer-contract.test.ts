import { describe, expect, test } from 'vitest';
import type { AsyncScope } from '../../memory/memory-transactor.ts';
import { createRecordingTracer } from './recording-tracer.ts';
import { tracerContract } from './tracer-contract.ts';
import { tracerMutants } from './tracer-mutants.ts';

declare const process: {
  getBuiltinModule(name: 'node:async_hooks'): { readonly AsyncLocalStorage: new () => AsyncScope };
};
const { AsyncLocalStorage } = process.getBuiltinModule('node:async_hooks');

describe('The recording tracer', () => {
  test.each(tracerContract)('$name', async ({ run }) => {
    const tracer = createRecordingTracer(new AsyncLocalStorage());
    await expect(run({ tracer, ended: tracer.ended })).resolves.toBeUndefined();
  });
});

describe('The contract of tracers', () => {
  test.each(tracerMutants)('MUST catch a tracer that $name', async ({ of }) => {
    let broken: string | null = null;
    for (const { name, run } of tracerContract) {
      const tracer = createRecordingTracer(new AsyncLocalStorage());
      await run({ tracer: of(tracer), ended: tracer.ended }).catch(() => (broken = name));
      if (broken !== null) break;
    }
    expect(broken).not.toBeNull();
  });
});
