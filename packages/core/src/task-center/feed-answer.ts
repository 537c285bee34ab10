import { err, errAsync, ok, okAsync, safeTry, type Result, type ResultAsync } from 'neverthrow';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { FeedDependencies } from './feed-context.ts';
import { countsOf, statesOf } from './feed-lists.ts';
import type { Portal } from './feed-portal.ts';
import type { FeedState, PortalFeed, PortalRefused, PortalRequest } from './feed.ts';
import { todoId } from './mirror-key.ts';
import type { Todo } from './todo.ts';

const deepestOffset = 10_000;

/** Takes as long for every pair of texts of one length; both are hashes, and those have one length. */
const sameHash = (a: string, b: string): boolean => {
  let differences = a.length ^ b.length;
  for (let index = 0; index < a.length; index += 1) differences |= a.charCodeAt(index) ^ b.charCodeAt(index);
  return differences === 0;
};

interface Asked {
  readonly page: number;
  readonly size: number;
  readonly state: FeedState;
}

type Refuse = (code: PortalRefused['code'], message: string) => PortalRefused;

const wholeNumber = (given: string | undefined, fallback: number, most: number): number | null => {
  if (given === undefined || given === '') return fallback;
  if (!/^\d{1,9}$/u.test(given)) return null;
  const number = Number(given);
  return number >= 1 ? Math.min(number, most) : null;
};

const parameterOf = (request: PortalRequest, name: string | null): string | undefined =>
  name !== null && Object.hasOwn(request.parameters, name) ? request.parameters[name] : undefined;

const readAsked = (portal: Portal, request: PortalRequest, refuse: Refuse): Result<Asked, PortalRefused> => {
  const { parameters, states, pageSize } = portal;
  const size = wholeNumber(parameterOf(request, parameters.size), pageSize, 200);
  const page = wholeNumber(parameterOf(request, parameters.page), 1, Number.MAX_SAFE_INTEGER);
  if (size === null) return err(refuse('PORTAL_REQUEST_INVALID', `${parameters.size}: must be a whole number from 1`));
  if (page === null || (page - 1) * size > deepestOffset)
    return err(
      refuse(
        'PORTAL_REQUEST_INVALID',
        `${parameters.page}: must be a whole number from 1; at most ${deepestOffset} to-dos are paged through`,
      ),
    );
  const state = parameterOf(request, parameters.state);
  return ok({
    page,
    size,
    state: state !== undefined && Object.hasOwn(states, state) ? (states[state] ?? 'open') : 'open',
  });
};

/** Path, query and fragment: for portals that put a registered address before it. */
const pathOf = (url: string): string => {
  const [, path] = /^[a-z]+:\/\/[^/?#]*(.*)$/isu.exec(url) ?? [];
  return path === undefined ? url : path.startsWith('/') ? path : `/${path}`;
};

const shownTodo = (todo: Todo, portal: Portal, publicUrl: string) => {
  const through = (url: string | null): string | null =>
    url === null || portal.signInBy === null
      ? url
      : `${publicUrl}/sso/${portal.tenant}/${portal.signInBy}/login?to=${encodeURIComponent(url)}`;
  const url = through(todo.links.pc) ?? '';
  return {
    id: todoId(todo.taskId, todo.assignee.id),
    taskId: todo.taskId,
    instanceId: todo.instanceId,
    state: todo.state,
    title: todo.title,
    url,
    mobileUrl: through(todo.links.mobile),
    path: pathOf(url),
    urgency: todo.urgency,
    sceneCode: todo.sceneCode,
    taskType: todo.taskType,
    nodeId: todo.nodeId,
    nodeName: todo.nodeName,
    processId: todo.processId,
    processName: todo.processName,
    category: todo.category,
    assignee: todo.assignee,
    sender: todo.sender,
    createdAt: todo.createdAt,
    stateSince: todo.stateSince,
  };
};

/** What a provider says of the credential itself. Anything else is its own trouble, or the operator’s, and no guess of the portal’s. */
const credentialRefusals: ReadonlySet<string> = new Set(['TICKET_INVALID', 'SIGN_IN_DENIED']);

/** Answers portals in their own shape. */
export const createPortalFeed = (dependencies: FeedDependencies): PortalFeed => {
  const { transactor, secrets, digest, templates, identify, publicUrl, log = () => {} } = dependencies;

  const render = (
    portal: Portal,
    template: unknown,
    roots: Readonly<Record<string, unknown>>,
  ): Result<unknown, string> =>
    templates
      .compile(template, '')
      .mapErr(({ issues }) => issues.map(({ message }) => message).join('; '))
      .andThen((run) => run({ ...roots, settings: portal.settings }).mapErr(({ message }) => message))
      .mapErr((message) => {
        log('error', 'A portal’s answer cannot be made.', {
          tenant: portal.tenant,
          portal: portal.code,
          reason: message,
        });
        return message;
      });

  const refuserOf =
    (portal: Portal): Refuse =>
    (code, message) => ({
      code,
      message,
      answer: render(portal, portal.refusal, { code, message }).unwrapOr({ code, message }),
    });

  /** Whose to-dos are asked for, when the caller has proved that they may. */
  const personOf = (
    portal: Portal,
    request: PortalRequest,
    refuse: Refuse,
  ): ResultAsync<string, StoreFailure | PortalRefused> => {
    const { authCode } = request;
    const wrong = (): PortalRefused => refuse('PORTAL_KEY_WRONG', 'authCode is missing or wrong');
    if (authCode === null || authCode.length > 4_096) return errAsync(wrong());
    const { person } = portal;
    if (person.by === 'credential') {
      if (identify === undefined) return errAsync(refuse('PORTAL_BROKEN', 'no identity provider is at hand'));
      return identify(portal.tenant, person.provider, authCode, request.signal)
        .map(({ personId }) => personId)
        .mapErr((failure): StoreFailure | PortalRefused => {
          const { code, message } = failure;
          if (code === 'STORE_UNAVAILABLE' || code === 'STORE_CONFLICT' || code === 'STORE_DATA')
            return { code, message };
          if (credentialRefusals.has(code)) return wrong();
          log('error', 'The identity provider of a portal cannot tell whose a credential is.', {
            tenant: portal.tenant,
            portal: portal.code,
            provider: person.provider,
            reason: `${code}: ${message}`,
          });
          return refuse('PORTAL_BROKEN', 'the identity provider cannot be asked at present');
        });
    }
    const own = portal.authCode === null ? null : secrets.open(portal.authCode).unwrapOr(null);
    if (own === null)
      return errAsync(refuse('PORTAL_BROKEN', 'the authCode of the portal cannot be read; set it again'));
    if (!sameHash(digest(own), digest(authCode))) return errAsync(wrong());
    const named = parameterOf(request, person.name)?.trim() ?? '';
    return named === '' || named.length > 128 || !named.isWellFormed() || named.includes('\u0000')
      ? errAsync(refuse('PORTAL_REQUEST_INVALID', `${person.name}: must name a person in 1 to 128 characters`))
      : okAsync(named);
  };

  return {
    answer: (tenant, code, request) =>
      safeTry(async function* () {
        const portal = yield* transactor.run(({ portals }) => portals.find(tenant, code));
        if (portal === null || !portal.enabled)
          return err<unknown, StoreFailure | PortalRefused>({
            code: 'PORTAL_UNKNOWN',
            message: 'There is no such portal, or it is switched off.',
            answer: null,
          });
        const refuse = refuserOf(portal);
        const personId = yield* personOf(portal, request, refuse);
        const { page, size, state } = yield* readAsked(portal, request, refuse);
        const filter = { assigneeId: personId, states: statesOf(state), scope: portal.scope };
        const found = yield* transactor.run(({ feed }) =>
          safeTry(async function* () {
            const todos = yield* feed.page(tenant, filter, { after: null, offset: (page - 1) * size }, size);
            const rows = yield* feed.count(tenant, { ...filter, states: ['open', 'done'] });
            return ok({ todos, counts: countsOf(rows) });
          }),
        );
        const { open, done } = found.counts;
        const roots = {
          person: personId,
          page,
          size,
          state,
          total: state === 'open' ? open : state === 'done' ? done : open + done,
          counts: found.counts,
          todos: found.todos.map((todo) => shownTodo(todo, portal, publicUrl())),
        };
        const rendered = render(portal, portal.template, roots);
        return rendered.isErr() ? err(refuse('PORTAL_BROKEN', rendered.error)) : ok(rendered.value);
      }),
  };
};
