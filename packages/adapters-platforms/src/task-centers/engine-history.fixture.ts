/** An engine event in its outside form. */
export type OutsideEvent = Readonly<Record<string, unknown>> & { readonly eventId: string };

/** Numbers in [0, 1) that a seed decides (mulberry32). */
export const seeded = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

export const shuffled = <T>(items: readonly T[], random: () => number): readonly T[] =>
  items
    .map((item) => [random(), item] as const)
    .toSorted(([a], [b]) => a - b)
    .map(([, item]) => item);

export const people = Array.from({ length: 8 }, (_, index) => ({
  id: `T${String(index + 1).padStart(3, '0')}`,
  name: `教师${index + 1}`,
  department: '计算机学院',
}));

export const initiator = { id: '20210001', name: '张三', department: '计算机学院' };

/** At least `count` events with every action of an engine, in the order in which it emits them; about half of the to-dos stay open. */
export const engineHistory = (count: number, seed: number, startAt: number): readonly OutsideEvent[] => {
  const random = seeded(seed);
  const events: OutsideEvent[] = [];
  let clock = startAt;
  const pickSome = (): typeof people => {
    const picked = shuffled(people, random).slice(0, 1 + Math.floor(random() * 3));
    return picked.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  };

  for (let number = 1; events.length < count; number += 1) {
    const id = `S${seed}-${number}`;
    let status = 'running';
    const startedAt = new Date(clock).toISOString();
    const emit = (action: string, more: Readonly<Record<string, unknown>> = {}): void => {
      // Whole seconds, now and then the same one twice, as engines stamp them.
      if (random() < 0.8) clock += 1_000;
      events.push({
        eventId: `evt-${seed}-${events.length}`,
        action,
        occurredAt: new Date(clock).toISOString(),
        instance: {
          id,
          processId: 'leave',
          processName: '请假审批',
          category: 'approval',
          subject: `申请 ${number}`,
          status,
          initiator,
          startedAt,
        },
        ...more,
      });
    };
    emit('start');
    for (let step = 1; step <= 2; step += 1) {
      let assignees = pickSome();
      const task = {
        id: `T${seed}-${number}-${step}`,
        nodeId: `n${step}`,
        nodeName: `第${step}步`,
        subject: `事项 ${number}-${step} & "引号"`,
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
      emit('receive', { task: { ...task, assignees } });
      if (random() < 0.3) emit('reassign', { task: { ...task, assignees: (assignees = pickSome()) } });
      if (random() < 0.25) {
        task.urgency = 'urgent';
        task.subject += '（催办）';
        emit('urge', { task: { ...task, assignees } });
      }
      if (random() < 0.6) {
        emit('complete', { task: { ...task, assignees }, actor: assignees[0], result: '同意' });
        if (random() < 0.25) emit('revert', { task: { ...task, assignees } });
      }
    }
    const fate = random();
    if (fate < 0.15) {
      status = 'completed';
      emit('end');
    } else if (fate < 0.25) {
      status = 'terminated';
      emit('terminate');
    } else if (fate < 0.35) emit('delete');
  }
  return events;
};
