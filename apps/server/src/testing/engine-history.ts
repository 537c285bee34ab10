/** An engine event in its outside form. */
export type OutsideEvent = Record<string, unknown> & { readonly eventId: string };

/** A small generator of pseudo-random numbers (mulberry32), so that a run can be repeated by its seed. */
export const seeded = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

/** The same elements in another order. */
export const shuffled = <T>(items: readonly T[], random: () => number): T[] => {
  const copy = [...items];
  for (let i = copy.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    [copy[i], copy[j]] = [copy[j] as T, copy[i] as T];
  }
  return copy;
};

const people = Array.from({ length: 8 }, (_, i) => ({
  id: `T${String(i + 1).padStart(3, '0')}`,
  name: `教师${i + 1}`,
  department: '计算机学院',
}));

/** About `count` events of many instances with all nine actions, in the order in which an engine would emit them. */
export const engineHistory = (count: number, seed: number, startAt: number): readonly OutsideEvent[] => {
  const random = seeded(seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const events: OutsideEvent[] = [];
  let clock = startAt;
  for (let number = 1; events.length < count; number += 1) {
    const instanceId = `S-${seed}-${number}`;
    let status = 'running';
    const emit = (action: string, task: Record<string, unknown> | null, more: Record<string, unknown> = {}): void => {
      // Whole seconds, sometimes the same one twice, as engines stamp them.
      if (random() < 0.8) clock += 1000;
      events.push({
        eventId: `evt-${seed}-${events.length}`,
        action,
        occurredAt: new Date(clock).toISOString(),
        instance: {
          id: instanceId,
          processId: 'leave',
          processName: '请假审批',
          category: 'approval',
          subject: `申请 ${instanceId}`,
          status,
          initiator: { id: '20210001', name: '张三', department: '计算机学院' },
          startedAt: new Date(startAt).toISOString(),
        },
        ...(task === null ? {} : { task }),
        ...more,
      });
    };
    const assignees = (): unknown[] => {
      const set = new Map(
        Array.from({ length: 1 + Math.floor(random() * 3) }, () => pick(people)).map((person) => [person.id, person]),
      );
      return [...set.values()];
    };
    emit('start', null);
    const steps = 1 + Math.floor(random() * 2);
    for (let step = 1; step <= steps; step += 1) {
      const base = {
        id: `T-${seed}-${number}-${step}`,
        nodeId: `n${step}`,
        nodeName: `第${step}步`,
        subject: `事项 ${seed}-${number}-${step}`,
        sceneCode: 'leave',
        taskType: 'approval',
        urgency: 'normal',
        completion: random() < 0.5 ? 'any' : 'all',
        links: {
          pc: `https://oa.example.edu/t/${number}-${step}`,
          mobile: `https://m.oa.example.edu/t/${number}-${step}`,
        },
        createdAt: new Date(clock).toISOString(),
      };
      let who = assignees();
      emit('receive', { ...base, assignees: who });
      if (random() < 0.3) emit('reassign', { ...base, assignees: (who = assignees()) });
      if (random() < 0.2) emit('urge', { ...base, urgency: 'urgent', assignees: who });
      if (random() < 0.7) {
        emit('complete', { ...base, assignees: who }, { actor: pick(who), result: '同意' });
        if (random() < 0.15) emit('revert', { ...base, assignees: who });
      }
    }
    const fate = random();
    if (fate < 0.2) {
      status = 'completed';
      emit('end', null);
    } else if (fate < 0.3) {
      status = 'terminated';
      emit('terminate', null);
    } else if (fate < 0.35) emit('delete', null);
  }
  return events;
};
