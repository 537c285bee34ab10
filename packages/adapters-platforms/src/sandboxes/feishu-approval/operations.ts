import { jsonAnswer } from '../engine/answers.ts';
import { jsonOperation } from '../engine/json-operation.ts';
import type { Outcome } from '../engine/json-operation.ts';
import type { Effect } from '../engine/sandbox-kind.ts';
import { dialect, done, failed, invalid } from './answers.ts';
import { noChange, sync } from './sync.ts';
import { checkSchema, instanceSchema, tokenSchema } from './schemas.ts';
import type { StoredInstance } from './schemas.ts';

export const instanceCollection = 'instances';
/** While the present token lives longer than this, it is answered again; later ones are new, and both hold. */
const reuseAboveSeconds = 1_800;

export const issueToken = jsonOperation(dialect, {
  name: 'tenant_access_token',
  open: true,
  schema: tokenSchema,
  decide({ app_id, app_secret }, call): Outcome {
    if (app_id !== call.credentials['appId'])
      return { answer: failed(200, 10_003, 'invalid param'), effect: 'refused' };
    if (app_secret !== call.credentials['appSecret'])
      return { answer: failed(200, 10_014, 'app secret invalid'), effect: 'refused' };
    const { token, expiresIn, changes } = call.tokens.issue(reuseAboveSeconds);
    return {
      answer: jsonAnswer(true, { code: 0, msg: 'ok', tenant_access_token: token, expire: expiresIn }),
      effect: 'none',
      changes,
    };
  },
});

export const syncInstance = jsonOperation(dialect, {
  name: 'external_instances',
  schema: instanceSchema,
  decide(instance, call): Outcome {
    if (instance.approval_code !== call.credentials['approvalCode'])
      return { answer: invalid('approval_code'), effect: 'refused' };
    const known = call.store.collection<StoredInstance>(instanceCollection).get(instance.instance_id);
    if (instance.status === 'DELETED' && !isThere(known))
      return { answer: done({ process_record: noChange }), effect: 'none' };
    const { next, record } = sync(known, instance);
    return {
      answer: done({ process_record: record }),
      effect: effectOf(known, next),
      changes: [[instanceCollection, instance.instance_id, next]],
    };
  },
});

/** Says which instances are not there, or older than asked about. */
export const checkInstances = jsonOperation(dialect, {
  name: 'external_instances/check',
  schema: checkSchema,
  decide({ instances }, call): Outcome {
    const stored = call.store.collection<StoredInstance>(instanceCollection);
    const diff_instances = instances.flatMap((asked) => {
      const known = stored.get(asked.instance_id);
      const there = isThere(known) ? known : undefined;
      const tasks = (asked.tasks ?? []).filter(({ task_id, update_time }) => {
        const task = there?.task_list.find((one) => one.task_id === task_id);
        return task === undefined || isOlder(task.update_time ?? '0', update_time);
      });
      const differs = there === undefined || isOlder(there.update_time, asked.update_time) || tasks.length > 0;
      return differs ? [{ instance_id: asked.instance_id, update_time: asked.update_time, tasks }] : [];
    });
    return { id: instances[0]?.instance_id ?? '', answer: done({ diff_instances }), effect: 'none' };
  },
});

export const isThere = (instance: StoredInstance | undefined): instance is StoredInstance =>
  instance !== undefined && instance.status !== 'DELETED';

const isOlder = (one: string, than: string): boolean => BigInt(one) < BigInt(than);

function effectOf(before: StoredInstance | undefined, after: StoredInstance): Effect {
  if (!isThere(before)) return 'created';
  if (after.status === 'DELETED') return 'withdrawn';
  if (JSON.stringify(stampless(before)) === JSON.stringify(stampless(after))) return 'none';
  const wasOpen = new Set(openTasks(before));
  const isOpen = new Set(openTasks(after));
  const stays = new Set(after.task_list.map(({ task_id }) => task_id));
  return [...wasOpen].some((id) => !isOpen.has(id) && stays.has(id)) ? 'completed' : 'updated';
}

const openTasks = ({ task_list }: StoredInstance): readonly string[] =>
  task_list.filter(({ status }) => status === 'PENDING').map(({ task_id }) => task_id);

const stampless = (instance: StoredInstance): unknown => ({
  ...instance,
  update_time: '',
  task_list: instance.task_list.map((task) => ({ ...task, update_time: '' })),
});
