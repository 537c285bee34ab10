import type { MirrorContent, MirrorUnit, PushCall, PushOperation } from '@portico/core/task-center';

const at = 1_763_683_200_000;

const sampleContent = (unit: MirrorUnit, full: boolean, state: 'open' | 'done'): MirrorContent => {
  const person = { id: '20210001', name: '张三', department: full ? '计算机学院' : null };
  return {
    ref: {
      unit,
      instanceId: 'S-1',
      taskId: unit === 'instance' ? null : 'T-1',
      assigneeId: unit === 'assignee' ? person.id : null,
    },
    state,
    instance: {
      id: 'S-1',
      subject: '张三的请假申请',
      processId: 'leave',
      processName: '请假审批',
      processVersion: full ? '1' : null,
      category: full ? 'approval' : null,
      status: 'running',
      initiator: full ? person : null,
      startedAt: full ? at : null,
      endedAt: full ? at : null,
    },
    tasks: [
      {
        id: 'T-1',
        nodeId: 'n1',
        nodeName: '辅导员审批',
        subject: '张三的请假申请',
        sceneCode: full ? 'leave' : null,
        taskType: full ? 'approval' : null,
        urgency: 'normal',
        completion: 'any',
        links: { pc: 'https://oa.example.edu/t/1', mobile: full ? 'https://m.oa.example.edu/t/1' : null },
        createdAt: at,
        dueAt: full ? at : null,
        status: state === 'done' ? 'completed' : 'initialized',
        finishedAt: state === 'done' ? at : null,
        result: full ? '同意' : null,
        handlers: [{ person, state, since: at }],
      },
    ],
  };
};

/** Calls with everything that may be absent present, and absent: what a profile must be able to put into words. */
export const sampleCalls = (unit: MirrorUnit, operation: PushOperation): readonly PushCall[] =>
  [true, false].map((full) => {
    const content = sampleContent(unit, full, operation === 'complete' ? 'done' : 'open');
    return {
      operation,
      key: `${unit}:S-1`,
      ref: content.ref,
      content,
      version: at,
      remoteId: '1',
      parentRemoteId: full ? '1' : null,
      people: new Map(full ? [['20210001', 'ou-1']] : []),
      first: full,
    };
  });
