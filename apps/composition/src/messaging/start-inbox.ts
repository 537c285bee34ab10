import type { Database } from '@portico/adapters-persistence';
import type { RabbitInbox } from '@portico/adapters-messaging/rabbitmq';
import type { Application, Tracer } from '@portico/core';
import type { WorkLog } from '@portico/core/work';
import { createWorkflowSchemas, receiveMessages, type WorkflowSchemas } from '@portico/core/workflow';
import { traceMessages } from '../tracing/trace-messages.ts';
import type { Broker } from './open-broker.ts';

/** Takes in the events that engines publish, until it is stopped. */
export const startInbox = (
  broker: Broker,
  application: Application,
  database: Database,
  log: WorkLog,
  tracer: Tracer | null = null,
): RabbitInbox => {
  const byZone = new Map<string, WorkflowSchemas>();
  const schemasFor = (timezone: string): WorkflowSchemas => {
    const schemas = byZone.get(timezone) ?? createWorkflowSchemas(timezone);
    byZone.set(timezone, schemas);
    return schemas;
  };
  const receive = receiveMessages({
    workflow: application.workflow,
    schemasOf: (tenant) =>
      application.access.listTenants().map((tenants) => {
        const found = tenants.find(({ id }) => id === tenant);
        return found === undefined ? null : schemasFor(found.timezone);
      }),
  });
  const inbox = broker.createInbox({
    receive: tracer === null ? receive : traceMessages(tracer, receive),
    storeAnswers: async () => (await database.ping()).isOk(),
    log,
  });
  inbox.start();
  return inbox;
};
