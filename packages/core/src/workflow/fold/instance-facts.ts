import type { EngineEvent, InstanceState, InstanceStatus } from '../model.ts';

export const isFinal = (status: InstanceStatus): boolean => status !== 'running';

/** Actions after which something is under way, unless the event says otherwise. */
const implyRunning: ReadonlySet<EngineEvent['action']> = new Set(['start', 'receive', 'reassign', 'revert']);

const finalOr = (status: InstanceStatus | null, fallback: InstanceStatus): InstanceStatus =>
  status !== null && isFinal(status) ? status : fallback;

const nextStatus = (state: InstanceState, event: EngineEvent): InstanceStatus => {
  const told = event.instance.status;
  // What is deleted stays over: a later status can only say how it ended.
  if (state.deleted) return finalOr(told, state.status);
  if (event.action === 'end') return finalOr(told, 'completed');
  if (event.action === 'terminate') return finalOr(told, 'terminated');
  if (event.action === 'delete') return finalOr(told, finalOr(state.status, 'terminated'));
  if (told !== null) return told;
  const opens = implyRunning.has(event.action) || event.assertion?.status === 'initialized';
  return opens ? 'running' : state.status;
};

/** What the event says of its instance; the latest that is said of a field stands. */
export const withReport = (state: InstanceState, event: EngineEvent): InstanceState => {
  const told = event.instance;
  const status = nextStatus(state, event);
  const startedAt = told.startedAt ?? state.startedAt ?? (event.action === 'start' ? event.occurredAt : null);
  const endedAt = isFinal(status) ? (told.endedAt ?? state.endedAt ?? event.occurredAt) : null;
  return {
    ...state,
    processId: told.processId ?? state.processId,
    processName: told.processName ?? state.processName,
    processVersion: told.processVersion ?? state.processVersion,
    category: told.category ?? state.category,
    subject: told.subject ?? state.subject,
    initiator: told.initiator ?? state.initiator,
    deleted: state.deleted || event.action === 'delete',
    status,
    startedAt,
    endedAt,
  };
};
