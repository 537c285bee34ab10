import type { Span, SpanOptions, Tracer } from '../ports/tracer.ts';
import type { CallEnd } from './attempt-runner.ts';
import type { Claim } from './claim.ts';
import type { AttemptReport, Loaded } from './handler.ts';
import type { Lane } from './lane.ts';

const optionsOf = ({ tenant, name }: Lane, claim: Claim, links: readonly string[]): SpanOptions => ({
  kind: 'consumer',
  parent: claim.trace,
  links,
  attributes: {
    'portico.tenant': tenant,
    'portico.lane': name,
    'portico.key': claim.key,
    'portico.claim': claim.id,
    'portico.class': claim.class,
    'portico.generation': claim.generation,
    'portico.failures': claim.attempts,
    'portico.uncertain': claim.uncertain,
  },
});

const failures: ReadonlySet<string> = new Set(['failed', 'unknown', 'refused', 'undecidable', 'credentials']);

const conclude = (span: Span, report: AttemptReport<unknown> | undefined): void => {
  if (report === undefined) return;
  const { outcome, operation, version } = report;
  span.set({ 'portico.outcome': outcome.kind, 'portico.operation': operation, 'portico.version': version });
  if (failures.has(outcome.kind)) span.fail('reason' in outcome ? outcome.reason : outcome.kind);
};

/**
 * Runs a call to a handler within a span for each of its claims, in the trace that had the key scheduled. What the handler does stands
 * in the first one's; the others link to it. In the end the claims' traces are those of their attempts.
 */
export const traceAttempts = (
  tracer: Tracer,
  lane: Lane,
  group: readonly Loaded<unknown>[],
  run: () => Promise<CallEnd>,
): Promise<CallEnd> => {
  const [first, ...others] = group.map(({ claim }) => claim);
  if (first === undefined) return run();
  const name = `attempt ${lane.name}`;
  return tracer.span(name, optionsOf(lane, first, []), async (span) => {
    const ending = run();
    const traces = [span.trace];
    for (const [index, claim] of others.entries()) {
      void tracer.span(name, optionsOf(lane, claim, [span.trace]), async (own) => {
        traces.push(own.trace);
        conclude(own, (await ending).reports[index + 1]);
      });
    }
    const end = await ending;
    conclude(span, end.reports[0]);
    return { ...end, traces };
  });
};
