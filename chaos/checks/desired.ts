import {
  defaultRules,
  desiredMirror,
  mirrorKey,
  mirrorRefsOf,
  routeFor,
  type MirrorUnit,
} from '@portico/core/task-center';
import { createWorkflowSchemas, foldEvents, parseEngineEvent, type EngineEvent } from '@portico/core/workflow';
import type { SandboxTodo } from '@portico/adapters-platforms/sandboxes';
import type { OutsideEvent } from '../../apps/server/src/testing/engine-history.ts';

/** What one platform should show, by our own fold of what was sent. */
export interface Desired {
  /** One line for each to-do that somebody should see. */
  readonly lines: readonly string[];
  /** How each remote object should stand, by its key. */
  readonly states: ReadonlyMap<string, 'absent' | 'open' | 'done'>;
}

/** What one remote object stands for, as each platform's page says. */
const units: Readonly<Record<string, MirrorUnit>> = {
  jinzhi: 'assignee',
  'weaver-ofs': 'assignee',
  tongyidaiban: 'task',
  'ability-center': 'instance',
};

/** All that a person sees of a to-do; the address names the task. */
export const lineOf = ({ assignee, title, urgency, state, links }: Omit<SandboxTodo, 'id'>): string =>
  [assignee, links.pc, links.mobile ?? '-', title, urgency, state].join(' | ');

const parsed = (events: readonly OutsideEvent[]): readonly EngineEvent[] => {
  const schemas = createWorkflowSchemas('Asia/Shanghai');
  return events.map((event) =>
    parseEngineEvent(event, schemas).match(
      (value) => value,
      (issues) => {
        throw new Error(`An event of this run is not valid: ${JSON.stringify({ event, issues })}`);
      },
    ),
  );
};

/** Folds the events (each given once) and projects them onto each platform; nothing here asks a server. */
export const desiredOf = (
  events: readonly OutsideEvent[],
  platforms: readonly string[],
): ReadonlyMap<string, Desired> => {
  const byInstance = Map.groupBy(parsed(events), ({ instance }) => instance.id);
  const instances = [...byInstance].map(([id, own]) => foldEvents('default', id, own));
  return new Map(
    platforms.map((platform) => {
      const unit = units[platform];
      if (unit === undefined) throw new Error(`What should ${platform} show?`);
      const route = routeFor(defaultRules, platform);
      const lines: string[] = [];
      const states = new Map<string, 'absent' | 'open' | 'done'>();
      for (const instance of instances) {
        for (const ref of mirrorRefsOf(instance, [unit])) {
          const desired = desiredMirror(instance, ref, route);
          states.set(mirrorKey(ref), desired.state);
          if (desired.state === 'absent') continue;
          for (const { subject, urgency, links, handlers } of desired.content.tasks)
            for (const { person, state } of handlers)
              lines.push(lineOf({ assignee: person.id, title: subject, urgency, state, links }));
        }
      }
      return [platform, { lines, states }];
    }),
  );
};
