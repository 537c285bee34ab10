const minute = 60_000;

/** Makes engine events in their outside form, each of a new process instance whose first task waits for one person. */
export const createEventMaker = (now: () => number): ((count: number) => readonly unknown[]) => {
  let last = 0;
  return (count) =>
    Array.from({ length: count }, () => {
      const number = (last += 1);
      const at = new Date(now() - minute).toISOString();
      return {
        eventId: `evt-${number}`,
        action: 'receive',
        occurredAt: at,
        instance: {
          id: `S-${number}`,
          processId: 'leave',
          processName: '请假审批',
          category: 'approval',
          subject: `张三的请假申请 ${number}`,
          status: 'running',
          initiator: { id: '20210001', name: '张三', department: '计算机学院' },
          startedAt: at,
        },
        task: {
          id: `T-${number}`,
          nodeId: 'n2',
          nodeName: '辅导员审批',
          subject: `张三的请假申请 ${number}`,
          sceneCode: 'leave',
          taskType: 'approval',
          urgency: 'normal',
          completion: 'any',
          assignees: [{ id: `T${String(number % 500).padStart(3, '0')}`, name: '李老师', department: '计算机学院' }],
          links: { pc: `https://oa.example.edu/t/${number}`, mobile: `https://m.oa.example.edu/t/${number}` },
          createdAt: at,
        },
      };
    });
};
