import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { arbitraryCapabilities } from '../testing/task-center/arbitrary-capabilities.ts';
import { createFakeRemote, type FakeRemote } from '../testing/task-center/fake-remote.ts';
import { concludeAgreement, concludePush, concludeVerify } from './conclude.ts';
import type { Acknowledged, DesiredMirror, MirrorContent, MirrorRef } from './mirror.ts';
import { plan, type PlanInput } from './plan.ts';
import type { PlatformCapabilities } from './platform.ts';

const ref: MirrorRef = { unit: 'assignee', instanceId: 'S-1', taskId: 'T-1', assigneeId: 'T001' };

const content = (state: 'open' | 'done', subject: string): MirrorContent => ({
  ref,
  state,
  instance: {
    id: 'S-1',
    subject,
    processId: 'leave',
    processName: '请假审批',
    processVersion: null,
    category: null,
    status: 'running',
    initiator: null,
    startedAt: null,
    endedAt: null,
  },
  tasks: [],
});

const arbitraryDesired: fc.Arbitrary<DesiredMirror> = fc.oneof(
  fc.constant<DesiredMirror>({ state: 'absent' }),
  fc
    .record({ state: fc.constantFrom('open' as const, 'done' as const), subject: fc.constantFrom('甲', '乙') })
    .map(({ state, subject }): DesiredMirror => ({ state, content: content(state, subject) })),
);

const fingerprintOf = (desired: DesiredMirror): string | null =>
  desired.state === 'absent' ? null : JSON.stringify(desired.content);

const arbitraryInput: fc.Arbitrary<PlanInput> = fc.record({
  desired: arbitraryDesired,
  acknowledged: fc.record({
    version: fc.nat(5),
    state: fc.constantFrom('absent', 'open', 'done', 'present'),
    fingerprint: fc.constantFrom(null, 'f'),
    remoteId: fc.constantFrom(null, 'r'),
  }),
  uncertain: fc.boolean(),
  capabilities: arbitraryCapabilities(),
  options: fc.record({
    override: fc.constantFrom(null, 'withdrawn', 'ignored'),
    showFinished: fc.boolean(),
    resendUndecidable: fc.boolean(),
    uncertainForMs: fc.constantFrom(null, 10, 5_000),
    fingerprint: fc.constantFrom(null, 'f'),
    mayHaveBeenDone: fc.boolean(),
    moved: fc.boolean(),
    parent: fc.constantFrom('none', 'ready', 'missing'),
  }),
});

test('MUST never be content while an earlier request may have had an effect', () => {
  fc.assert(
    fc.property(arbitraryInput, (input) => {
      expect(plan({ ...input, uncertain: true }).kind).not.toBe('none');
    }),
  );
});

test('MUST read back, create as done and wait only where that makes sense', () => {
  fc.assert(
    fc.property(arbitraryInput, (input) => {
      const step = plan(input);
      if (step.kind === 'verify') expect(input.capabilities.readBack).toBe(true);
      if (step.kind === 'wait') expect(input.options.parent).toBe('missing');
      if (step.kind === 'undecidable') expect(input.uncertain).toBe(true);
      if (step.kind !== 'push') return;
      if (step.operation === 'create' && step.content?.state === 'done')
        expect(input.capabilities.createsDone).toBe(true);
      if (step.operation === 'withdraw') expect(step.leaves).toBe('absent');
    }),
  );
});

test('MUST leave alone what a person said to ignore, and take away what they said to withdraw', () => {
  fc.assert(
    fc.property(arbitraryInput, (input) => {
      const as = (override: 'ignored' | 'withdrawn') => plan({ ...input, options: { ...input.options, override } });
      expect(as('ignored').kind).toBe(input.uncertain ? 'undecidable' : 'none');
      const step = as('withdrawn');
      if (step.kind === 'push') expect(step.operation).toBe('withdraw');
    }),
  );
});

interface World {
  readonly capabilities: PlatformCapabilities;
  readonly remote: FakeRemote;
  readonly namesIds: boolean;
  acknowledged: Acknowledged;
  uncertain: boolean;
  everDone: boolean;
  undecidable: boolean;
}

type Loss = 'answered' | 'failed' | 'lost' | 'dropped';

/** One attempt as the handler makes it; answers whether it is settled. */
const attempt = (world: World, desired: DesiredMirror, version: number, showFinished: boolean, loss: Loss): boolean => {
  const { capabilities, remote, acknowledged } = world;
  const fingerprint = fingerprintOf(desired);
  const step = plan({
    desired,
    acknowledged,
    uncertain: world.uncertain,
    capabilities,
    options: {
      override: null,
      showFinished,
      resendUndecidable: false,
      uncertainForMs: 60_000,
      fingerprint,
      mayHaveBeenDone: world.everDone,
      moved: false,
      parent: 'none',
    },
  });
  const settle = (conclusion: ReturnType<typeof concludePush>): boolean => {
    world.acknowledged = conclusion.acknowledged ?? world.acknowledged;
    world.uncertain = world.uncertain && conclusion.outcome.kind !== 'done';
    return conclusion.outcome.kind === 'done' && !conclusion.outcome.more;
  };
  switch (step.kind) {
    case 'none':
      return settle(concludeAgreement(acknowledged, version));
    case 'undecidable':
      world.undecidable = true;
      return true;
    case 'wait':
      throw new Error('There is nothing to wait for.');
    case 'verify': {
      if (loss !== 'answered') return false;
      const found = remote.find({ key: 'k', ref, people: new Map(), remoteId: acknowledged.remoteId });
      const shown = found === null ? null : { remoteId: world.namesIds ? found.remoteId : null, state: found.state };
      return settle(
        concludeVerify({ outcome: { kind: 'done', more: false }, remote: shown }, acknowledged, capabilities, 60_000),
      );
    }
    case 'push': {
      if (loss === 'failed') return false;
      if (desired.state === 'done') world.everDone = true;
      const sent = step.content ?? content('open', '甲');
      const effect =
        loss === 'dropped'
          ? null
          : remote.apply({
              operation: step.operation,
              key: 'k',
              ref,
              content: sent,
              version,
              remoteId: acknowledged.remoteId,
              parentRemoteId: null,
              people: new Map(),
              first: false,
            });
      if (effect !== null && 'refusal' in effect) throw new Error(effect.refusal);
      if (loss !== 'answered' || effect === null) {
        world.uncertain = true;
        return false;
      }
      return settle(
        concludePush(step, { outcome: { kind: 'done', more: false }, ...effect }, acknowledged, {
          version,
          fingerprint,
        }),
      );
    }
  }
};

test('MUST converge from wherever it stands, whatever answers are lost, creating nothing twice', () => {
  const change = fc.record({
    desired: arbitraryDesired,
    losses: fc.array(fc.constantFrom<Loss>('answered', 'failed', 'lost', 'dropped'), { maxLength: 5 }),
  });
  fc.assert(
    fc.property(
      arbitraryCapabilities(),
      fc.boolean(),
      fc.boolean(),
      fc.array(change, { minLength: 1, maxLength: 6 }),
      (capabilities, namesIds, showFinished, changes) => {
        const world: World = {
          capabilities,
          remote: createFakeRemote(capabilities, namesIds),
          namesIds,
          acknowledged: { version: 0, state: 'absent', fingerprint: null, remoteId: null },
          uncertain: false,
          everDone: false,
          undecidable: false,
        };
        let wanted: DesiredMirror = { state: 'absent' };
        for (const [index, { desired, losses }] of changes.entries()) {
          wanted = desired;
          world.undecidable = false;
          for (const loss of losses) if (attempt(world, desired, index + 1, showFinished, loss)) break;
        }
        let left = 12;
        while (!attempt(world, wanted, changes.length, showFinished, 'answered'))
          expect((left -= 1)).toBeGreaterThan(0);
        const { identity, readBack } = capabilities;
        if (world.undecidable) {
          expect([identity, readBack]).toEqual([false, false]);
          return;
        }
        const shown = world.remote.objects().map(({ state, content: of }) => [state, JSON.stringify(of)]);
        const right = wanted.state === 'absent' ? [] : [[wanted.state, fingerprintOf(wanted)]];
        if (!(wanted.state === 'done' && !showFinished && shown.length === 0)) expect(shown).toEqual(right);
        expect(world.acknowledged.version).toBe(changes.length);
        expect(world.remote.violations).toEqual([]);
      },
    ),
    { numRuns: 2_000 },
  );
});
