import {
  todoId,
  type FeedChange,
  type FeedCounts,
  type PortalDraft,
  type ShownPortal,
  type Todo,
} from '@portico/core/task-center';
import { z } from 'zod';
import { instant, links, person, platformCode, plainText, todoState, urgency } from './fields.ts';
import { iso, showPerson } from './show.ts';
import { withoutAbsent } from './sign-in.ts';

const todoFields = {
  id: z.string(),
  taskId: z.string(),
  instanceId: z.string(),
  assignee: person,
  state: todoState,
  title: z.string(),
  links,
  urgency,
  sceneCode: z.string().nullable(),
  taskType: z.string().nullable(),
  nodeName: z.string(),
  sender: person.nullable(),
  processId: z.string(),
  processName: z.string(),
  category: z.string().nullable(),
  createdAt: instant,
  stateSince: instant,
  version: z.int(),
};

export const fedTodo = z.object(todoFields).meta({ ref: 'FedTodo' });

export const fedChange = z
  .object({ ...todoFields, changedAt: instant })
  .meta({ ref: 'FedChange', description: 'In the state `withdrawn` a copy of it is to be removed.' });

export const feedCounts = z
  .object({
    open: z.int(),
    done: z.int(),
    categories: z.array(z.object({ category: z.string().nullable(), open: z.int(), done: z.int() })),
  })
  .meta({ ref: 'FeedCounts' });

export const showFedTodo = (todo: Todo): z.input<typeof fedTodo> => ({
  id: todoId(todo.taskId, todo.assignee.id),
  taskId: todo.taskId,
  instanceId: todo.instanceId,
  assignee: showPerson(todo.assignee),
  state: todo.state,
  title: todo.title,
  links: { pc: todo.links.pc, mobile: todo.links.mobile },
  urgency: todo.urgency,
  sceneCode: todo.sceneCode,
  taskType: todo.taskType,
  nodeName: todo.nodeName,
  sender: todo.sender === null ? null : showPerson(todo.sender),
  processId: todo.processId,
  processName: todo.processName,
  category: todo.category,
  createdAt: iso(todo.createdAt),
  stateSince: iso(todo.stateSince),
  version: todo.version,
});

export const showFedChange = ({ todo, changedAt }: FeedChange): z.input<typeof fedChange> => ({
  ...showFedTodo(todo),
  changedAt: iso(changedAt),
});

export const showCounts = ({ open, done, categories }: FeedCounts): z.input<typeof feedCounts> => ({
  open,
  done,
  categories: categories.map((one) => ({ ...one })),
});

const names = z.array(plainText(255)).min(1).max(200).nullable();
const scope = z.strictObject({
  processIds: names.default(null),
  categories: names.default(null),
  platforms: z.array(platformCode).min(1).max(200).nullable().default(null),
});
const parameterName = z.string().regex(/^[\w.-]{1,64}$/u);
const personBy = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('parameter'), name: parameterName }),
  z.strictObject({ by: z.literal('credential'), provider: platformCode }),
]);
const parameters = z.strictObject({
  page: parameterName.nullable(),
  size: parameterName.nullable(),
  state: parameterName.nullable(),
});
const states = z
  .record(z.string().max(64), z.enum(['open', 'done', 'all']))
  .refine((record) => Object.keys(record).length <= 50);
const settings = z
  .record(z.string().max(64), z.string().max(1000))
  .refine((record) => Object.keys(record).length <= 50);

const changeable = {
  name: plainText(255),
  enabled: z.boolean(),
  person: personBy,
  authCode: z
    .string()
    .min(16)
    .max(512)
    .nullable()
    .meta({ description: 'What the portal sends in the header `authCode`. Written, never shown.' }),
  scope,
  pageSize: z.int().min(1).max(200),
  parameters,
  states,
  signInBy: platformCode.nullable(),
  template: z.unknown(),
  refusal: z.unknown(),
  settings,
};

export const newPortal = z
  .strictObject({ code: platformCode, ...z.object(changeable).partial().shape })
  .meta({ ref: 'NewPortal' });

export const portalChange = z.strictObject(z.object(changeable).partial().shape).meta({ ref: 'PortalChange' });

export const shownPortal = z
  .object({
    code: z.string(),
    name: z.string(),
    enabled: z.boolean(),
    person: personBy,
    authCode: z.object({ set: z.boolean() }),
    scope: z.object({
      processIds: z.array(z.string()).nullable(),
      categories: z.array(z.string()).nullable(),
      platforms: z.array(z.string()).nullable(),
    }),
    pageSize: z.int(),
    parameters,
    states: z.record(z.string(), z.enum(['open', 'done', 'all'])),
    signInBy: z.string().nullable(),
    template: z.unknown().nullable(),
    refusal: z.unknown().nullable(),
    settings: z.record(z.string(), z.string()),
    address: z.string().meta({ description: 'Where the portal fetches, below the address of Portico.' }),
    revision: z.int(),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ ref: 'Portal' });

export const toPortalDraft = (given: object): PortalDraft => withoutAbsent<PortalDraft>(given);

const copied = (list: readonly string[] | null): string[] | null => (list === null ? null : [...list]);

export const showPortal = (portal: ShownPortal): z.input<typeof shownPortal> => ({
  code: portal.code,
  name: portal.name,
  enabled: portal.enabled,
  person: { ...portal.person },
  authCode: { set: portal.hasAuthCode },
  scope: {
    processIds: copied(portal.scope.processIds),
    categories: copied(portal.scope.categories),
    platforms: copied(portal.scope.platforms),
  },
  pageSize: portal.pageSize,
  parameters: { ...portal.parameters },
  states: { ...portal.states },
  signInBy: portal.signInBy,
  template: portal.template ?? null,
  refusal: portal.refusal ?? null,
  settings: { ...portal.settings },
  address: `/feed/${portal.tenant}/${portal.code}`,
  revision: portal.revision,
  createdAt: iso(portal.createdAt),
  updatedAt: iso(portal.updatedAt),
});
