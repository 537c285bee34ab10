/** The first event of the README, in the outside form. */
export const sampleEventBody = (fields: Readonly<Record<string, unknown>> = {}): Record<string, unknown> => ({
  eventId: 'evt-1',
  action: 'receive',
  occurredAt: '2026-11-21T08:00:00+08:00',
  instance: {
    id: 'S-1',
    processId: 'leave',
    processName: '请假审批',
    category: 'approval',
    subject: '张三的请假申请',
    status: 'running',
    initiator: { id: '20210001', name: '张三', department: '计算机学院' },
    startedAt: '2026-11-21T07:59:00+08:00',
  },
  task: sampleTaskBody(),
  ...fields,
});

export const sampleTaskBody = (fields: Readonly<Record<string, unknown>> = {}): Record<string, unknown> => ({
  id: 'T-1',
  nodeId: 'n2',
  nodeName: '辅导员审批',
  subject: '张三的请假申请',
  sceneCode: 'leave',
  taskType: 'approval',
  urgency: 'normal',
  completion: 'any',
  assignees: [{ id: 'T001', name: '李老师', department: '计算机学院' }],
  links: { pc: 'https://oa.example.edu/t/1', mobile: 'https://m.oa.example.edu/t/1' },
  createdAt: '2026-11-21T08:00:00+08:00',
  ...fields,
});

export const samplePlatformBody = (fields: Readonly<Record<string, unknown>> = {}): Record<string, unknown> => ({
  code: 'jinzhi',
  kind: 'jinzhi',
  name: '金智',
  baseUrl: 'https://tasks.example.edu',
  settings: { appId: 'portico' },
  secrets: { appSecret: 's3cret-value' },
  ...fields,
});
