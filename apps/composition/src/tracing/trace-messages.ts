import type { Tracer } from '@portico/core';
import type { EngineMessage, MessageVerdict } from '@portico/core/workflow';

type Receive = (messages: readonly EngineMessage[]) => Promise<readonly MessageVerdict[]>;

/** Takes messages in within a span each, below its sender's; what a message leads to stands below its own span. */
export const traceMessages =
  (tracer: Tracer, receive: Receive): Receive =>
  async (messages) => {
    const { promise, resolve } = Promise.withResolvers<readonly MessageVerdict[]>();
    const traces: string[] = [];
    for (const [index, { tenant, trace = null }] of messages.entries()) {
      const attributes = {
        'messaging.system': 'rabbitmq',
        'messaging.operation.type': 'process',
        'portico.tenant': tenant,
      };
      void tracer.span('process event message', { kind: 'consumer', parent: trace, attributes }, async (span) => {
        traces.push(span.trace);
        const verdict = (await promise)[index];
        span.set({ 'portico.verdict': verdict?.kind ?? null });
        if (verdict?.kind === 'later') span.fail(verdict.reason);
        else if (verdict?.kind !== 'taken') span.fail(verdict?.code ?? 'The messages could not be taken in.');
      });
    }
    try {
      const verdicts = await receive(messages.map((message, index) => ({ ...message, trace: traces[index] ?? null })));
      resolve(verdicts);
      return verdicts;
    } finally {
      resolve([]);
    }
  };
