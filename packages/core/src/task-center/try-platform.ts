import { err, ok, safeTry, type ResultAsync } from 'neverthrow';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { InstanceState } from '../workflow/model.ts';
import type { TaskCenterContext } from './context.ts';
import { mirrorKey, parseTodoId } from './mirror-key.ts';
import type { MirrorContent } from './mirror.ts';
import type { PlatformCapabilities, PushCall, PushOperation } from './platform.ts';
import type { Platform } from './ports.ts';
import { invalid, notFound } from './problems.ts';
import { fullContent } from './project-mirrors.ts';
import { sampleContent } from './sample-content.ts';
import type { NotFound } from './task-center.ts';
import type { Todo } from './todo.ts';
import { mirrorOfTodo } from './todo-mirrors.ts';
import type { TryOutCases } from './try-out.ts';

interface Tried {
  readonly todo: Todo;
  readonly instance: InstanceState;
}

const load = (
  { transactor }: TaskCenterContext,
  tenant: string,
  code: string,
  id: string | null,
): ResultAsync<{ readonly platform: Platform; readonly tried: Tried | null }, StoreFailure | NotFound> =>
  transactor.run((stores) =>
    safeTry(async function* () {
      const platform = yield* stores.platforms.find(tenant, code);
      if (platform === null) return err(notFound(`platform "${code}"`));
      if (id === null) return ok({ platform, tried: null });
      const place = parseTodoId(id);
      const found = place === null ? null : yield* stores.todos.find(tenant, place.taskId, place.assigneeId);
      if (found === null) return err(notFound('such to-do'));
      const { instanceId } = found.todo;
      const instance = (yield* stores.workflow.findInstances(tenant, [instanceId])).get(instanceId);
      if (instance === undefined) return err(notFound('instance of this to-do'));
      return ok({ platform, tried: { todo: found.todo, instance } });
    }),
  );

/** Everybody in a content under a made-up id, for platforms that know people by ids of their own. */
const peopleIn = ({ instance, tasks }: MirrorContent): PushCall['people'] =>
  new Map(
    [
      ...(instance.initiator === null ? [] : [instance.initiator.id]),
      ...tasks.flatMap(({ handlers }) => handlers.map(({ person }) => person.id)),
    ].map((id) => [id, `remote-${id}`]),
  );

const callFor = (
  operation: PushOperation,
  { units, people }: PlatformCapabilities,
  tried: Tried | null,
): PushCall | null => {
  const finest = (['assignee', 'task', 'instance'] as const).find((unit) => units.includes(unit));
  if (finest === undefined) return null;
  const ref = tried === null ? null : mirrorOfTodo(tried.todo, units);
  const content =
    tried === null || ref === null
      ? sampleContent(finest, operation === 'complete' ? 'done' : 'open')
      : fullContent(tried.instance, ref);
  return {
    operation,
    key: mirrorKey(content.ref),
    ref: content.ref,
    content,
    version: tried?.instance.version ?? content.tasks[0]?.createdAt ?? 1,
    remoteId: operation === 'create' ? null : 'remote-1',
    parentRemoteId: units.includes('instance') && finest !== 'instance' ? 'remote-0' : null,
    people: people === 'own' ? new Map() : peopleIn(content),
    first: operation === 'create',
  };
};

/** Plays a call through, with the stored profile or another. */
export const createTryOut =
  (context: TaskCenterContext): TryOutCases['tryOut'] =>
  (tenant, code, { profile, operation, todo, answer }) =>
    safeTry(async function* () {
      const { platform, tried } = yield* load(context, tenant, code, todo);
      const kind = context.registry.kind(platform.kind);
      if (kind?.tryOut === undefined)
        return err(invalid('/kind', `platforms of kind "${platform.kind}" cannot be tried out`));
      const connection = yield* context.registry.connect({ ...platform, profile: profile ?? platform.profile });
      return ok(
        yield* await kind.tryOut(connection, (capabilities) => callFor(operation, capabilities, tried), answer),
      );
    });
