import type { Instant } from '../../ports/instant.ts';
import type { EngineEvent, InstanceReport, Person, TaskReport } from '../../workflow/model.ts';

/** Noon of a day in the sample's zone. */
export const sampleTime: Instant = Date.UTC(2026, 10, 21, 4);

export const samplePerson = (id: string, name = '李老师'): Person => ({ id, name, department: '计算机学院' });

export const sampleInstance = (fields: Partial<InstanceReport> = {}): InstanceReport => ({
  id: 'S-1',
  processId: 'leave',
  processName: '请假审批',
  processVersion: null,
  category: 'approval',
  subject: '张三的请假申请',
  status: null,
  initiator: { id: '20210001', name: '张三', department: '计算机学院' },
  startedAt: sampleTime - 60_000,
  endedAt: null,
  ...fields,
});

export const sampleTask = (fields: Partial<TaskReport> = {}): TaskReport => ({
  id: 'T-1',
  nodeId: 'n2',
  nodeName: '辅导员审批',
  subject: '张三的请假申请',
  sceneCode: 'leave',
  taskType: 'approval',
  urgency: 'normal',
  completion: 'any',
  assignees: [samplePerson('T001')],
  links: { pc: 'https://oa.example.edu/t/1', mobile: 'https://m.oa.example.edu/t/1' },
  createdAt: sampleTime,
  dueAt: null,
  ...fields,
});

const taskless: ReadonlySet<EngineEvent['action']> = new Set(['start', 'end', 'terminate', 'delete']);

/** An event as in the first sample: 张三 asks for leave, 李老师 is to approve. `seconds` after `sampleTime`. */
export const sampleEvent = (
  action: EngineEvent['action'],
  seconds: number,
  fields: Partial<Omit<EngineEvent, 'action' | 'occurredAt'>> = {},
): EngineEvent => ({
  source: 'engine',
  eventId: `evt-${action}-${seconds}`,
  action,
  occurredAt: sampleTime + seconds * 1000,
  sequence: null,
  instance: sampleInstance(),
  task: taskless.has(action) ? null : sampleTask(),
  actor: null,
  result: null,
  assertion: null,
  ...fields,
});
