import { readTraceparent } from '../../ports/traceparent.ts';
import type { Tracer } from '../../ports/tracer.ts';
import { must, mustEqual, type ContractCase } from '../contract-case.ts';
import type { RecordedSpan } from './recording-tracer.ts';

/** A tracer to try out, and what it recorded. */
export interface TracerSubject {
  readonly tracer: Tracer;
  /** The spans that have ended, in that order. */
  ended(): Promise<readonly RecordedSpan[]> | readonly RecordedSpan[];
}

declare const setImmediate: (run: () => void) => unknown;

const pause = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

const remote = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

const thrownBy = async (work: () => Promise<unknown>): Promise<unknown> => {
  try {
    await work();
    return null;
  } catch (error) {
    return error;
  }
};

const only = async (subject: TracerSubject, name: string): Promise<RecordedSpan> => {
  const found = (await subject.ended()).filter((span) => span.name === name);
  if (found.length !== 1 || found[0] === undefined) throw new Error(`there are ${found.length} spans called ${name}`);
  return found[0];
};

/** What every `Tracer` promises. */
export const tracerContract: readonly ContractCase<TracerSubject>[] = [
  {
    name: 'MUST begin the work at once and pass on what it answers',
    run: async ({ tracer }) => {
      let begun = false;
      const answer = tracer.span('work', { kind: 'internal' }, async () => {
        begun = true;
        return 42;
      });
      must(begun, 'begun before span answered');
      mustEqual(await answer, 42, 'the answer');
    },
  },
  {
    name: 'MUST pass on what the work rejects with, or throws, and end the span as failed',
    run: async (subject) => {
      const failure = new Error('no');
      const rejected = await thrownBy(() =>
        subject.tracer.span('rejects', { kind: 'client' }, async () => {
          await pause();
          throw failure;
        }),
      );
      const thrown = await thrownBy(() =>
        subject.tracer.span('throws', { kind: 'client' }, () => {
          throw failure;
        }),
      );
      must(rejected === failure && thrown === failure, 'the same error');
      for (const name of ['rejects', 'throws'])
        must((await only(subject, name)).failure?.includes('no') === true, `${name} is marked as failed`);
    },
  },
  {
    name: 'MUST know the current span in all that the work calls and awaits, and none outside',
    run: async ({ tracer }) => {
      mustEqual(tracer.current(), null, 'before');
      const seen = async (name: string): Promise<void> =>
        tracer.span(name, { kind: 'internal' }, async (span) => {
          mustEqual(tracer.current(), span.trace, `${name}, at once`);
          await pause();
          mustEqual(tracer.current(), span.trace, `${name}, after a wait`);
          await tracer.span(`${name}/inner`, { kind: 'internal' }, async (inner) => {
            await pause();
            mustEqual(tracer.current(), inner.trace, `within ${name}`);
          });
          mustEqual(tracer.current(), span.trace, `${name}, after the inner one`);
        });
      const both = Promise.all([seen('left'), seen('right')]);
      const beside = tracer.current();
      await both;
      mustEqual([beside, tracer.current()], [null, null], 'beside, and after');
    },
  },
  {
    name: 'MUST put a span below the current one, below the one that it is given, or nowhere',
    run: async (subject) => {
      const { tracer } = subject;
      await tracer.span('outer', { kind: 'server', parent: remote }, async () => {
        await tracer.span('below', { kind: 'internal' }, pause);
        await tracer.span('root', { kind: 'internal', parent: null }, pause);
      });
      const [outer, below, root] = [
        await only(subject, 'outer'),
        await only(subject, 'below'),
        await only(subject, 'root'),
      ];
      const place = readTraceparent(remote);
      mustEqual([outer.traceId, outer.parentId], [place?.traceId, place?.spanId], 'below the one that was given');
      mustEqual([below.traceId, below.parentId], [outer.traceId, outer.spanId], 'below the current one');
      must(root.parentId === null && root.traceId !== outer.traceId, 'a trace of its own');
    },
  },
  {
    name: 'MUST show its place as a traceparent that others can stand below',
    run: async (subject) => {
      const { tracer } = subject;
      let trace = '';
      await tracer.span('first', { kind: 'producer' }, async (span) => void (trace = span.trace));
      await tracer.span('second', { kind: 'consumer', parent: trace }, pause);
      const [first, second] = [await only(subject, 'first'), await only(subject, 'second')];
      mustEqual(readTraceparent(trace), { traceId: first.traceId, spanId: first.spanId, sampled: true }, 'its place');
      must(trace.length === 55, 'version 00, and nothing more');
      mustEqual([second.traceId, second.parentId], [first.traceId, first.spanId], 'below it');
    },
  },
  {
    name: 'MUST take a parent that cannot be read for none, and leave out such links',
    run: async (subject) => {
      const odd = ['', 'x', '00-0-0-00', `${remote}\u0000`, `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`];
      for (const [index, parent] of odd.entries())
        await subject.tracer.span(`odd ${index}`, { kind: 'server', parent, links: [...odd, remote] }, pause);
      for (const index of odd.keys()) {
        const span = await only(subject, `odd ${index}`);
        mustEqual(
          [span.parentId, span.links],
          [null, [readTraceparent(remote)?.spanId]],
          `a span below ${JSON.stringify(odd[index])}`,
        );
      }
    },
  },
  {
    name: 'MUST keep its name, kind, attributes and failure as they were told last, and nothing that is null',
    run: async (subject) => {
      const attributes = { text: 'a', number: 1, no: false, none: null, later: 'x' };
      await subject.tracer.span('name', { kind: 'consumer', attributes }, async (span) => {
        await pause();
        span.rename('other');
        span.set({ later: 'y', more: 2, nothing: null });
        span.fail('it broke');
      });
      const { kind, attributes: kept, failure } = await only(subject, 'other');
      mustEqual(
        [kind, kept, failure],
        ['consumer', { text: 'a', number: 1, no: false, later: 'y', more: 2 }, 'it broke'],
        'the span',
      );
    },
  },
];
