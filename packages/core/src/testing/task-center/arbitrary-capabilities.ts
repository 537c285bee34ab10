import * as fc from 'fast-check';
import type { MirrorUnit } from '../../task-center/mirror.ts';
import type { PlatformCapabilities } from '../../task-center/platform.ts';

const units: readonly (readonly MirrorUnit[])[] = [
  ['assignee'],
  ['task'],
  ['instance'],
  ['instance', 'task'],
  ['instance', 'assignee'],
];

/** Every kind of platform there may be. */
export const arbitraryCapabilities = (): fc.Arbitrary<PlatformCapabilities> =>
  fc.record({
    units: fc.constantFrom(...units),
    identity: fc.boolean(),
    readBack: fc.boolean(),
    reopen: fc.constantFrom('update', 'recreate'),
    createsDone: fc.boolean(),
    maxBatch: fc.constantFrom(1, 3),
    settlingMs: fc.constantFrom(0, 2_000),
    people: fc.constant('own'),
  });
