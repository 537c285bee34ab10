import type { MirrorContent, MirrorUnit } from './mirror.ts';

/** 2025-11-21 08:00 in China. */
const at = 1_763_683_200_000;

/** A to-do as platforms are shown them, with everything that may be there. */
export const sampleContent = (unit: MirrorUnit, state: 'open' | 'done'): MirrorContent => {
  const initiator = { id: '20210001', name: '张三', department: '计算机学院' };
  const person = { id: 'T001', name: '李老师', department: '计算机学院' };
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
      processVersion: '1',
      category: 'approval',
      status: 'running',
      initiator,
      startedAt: at - 60_000,
      endedAt: null,
    },
    tasks: [
      {
        id: 'T-1',
        nodeId: 'n2',
        nodeName: '辅导员审批',
        subject: '张三的请假申请',
        sceneCode: 'leave',
        taskType: 'approval',
        urgency: 'normal',
        completion: 'any',
        links: { pc: 'https://oa.example.edu/t/1', mobile: 'https://m.oa.example.edu/t/1' },
        createdAt: at,
        dueAt: at + 86_400_000,
        status: state === 'done' ? 'completed' : 'initialized',
        finishedAt: state === 'done' ? at + 60_000 : null,
        result: state === 'done' ? '同意' : null,
        handlers: [{ person, state, since: at }],
      },
    ],
  };
};
