import type { Instant } from '../ports/instant.ts';

/** Which to-dos somebody may fetch; each list that is not null must hold the to-do's value. */
export interface FeedScope {
  readonly processIds: readonly string[] | null;
  readonly categories: readonly string[] | null;
  /** To-dos that are kept on one of these platforms. */
  readonly platforms: readonly string[] | null;
}

export const everyTodo: FeedScope = { processIds: null, categories: null, platforms: null };

/**
 * How a portal says whose to-dos it wants.
 * - `parameter`: it proves itself by its own `authCode` and names the person in a parameter.
 * - `credential`: its `authCode` is the person's own credential, which an identity provider turns into the person.
 */
export type PortalPerson =
  | { readonly by: 'parameter'; readonly name: string }
  | { readonly by: 'credential'; readonly provider: string };

/** A portal that fetches instead of receiving (wire facts of task centers, §11: pull portals). */
export interface Portal {
  readonly tenant: string;
  /** 1 to 63 characters of `[a-z0-9-]`, unique in the tenant; never changes. */
  readonly code: string;
  readonly name: string;
  readonly enabled: boolean;
  readonly person: PortalPerson;
  /** Sealed; null when people come with credentials of their own. */
  readonly authCode: string | null;
  readonly scope: FeedScope;
  /** To-dos of a page unless the portal asks for another number, 1 to 200. */
  readonly pageSize: number;
  /** Names of the portal's parameters; null: it has none. */
  readonly parameters: {
    readonly page: string | null;
    readonly size: string | null;
    readonly state: string | null;
  };
  /** What the portal's values of the state parameter stand for; what is not here stands for `open`. */
  readonly states: Readonly<Record<string, 'open' | 'done' | 'all'>>;
  /** Links lead through this identity provider, so that a click signs the person in; null: straight to the engine. */
  readonly signInBy: string | null;
  /** The answer, a template of the profile language. */
  readonly template: unknown;
  /** The answer when it is refused. */
  readonly refusal: unknown;
  /** Texts that the templates may name as `settings.…`. */
  readonly settings: Readonly<Record<string, string>>;
  readonly revision: number;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

/** A list in the shape that portals of this kind expect (`code`, `msg`, `count`, `data`). */
export const usualTemplate: unknown = {
  code: 200,
  msg: '获取成功',
  count: '${total}',
  data: {
    $each: 'todos',
    as: 'todo',
    item: {
      id: '${todo.id}',
      title: '${todo.title}',
      date: '${localTime(todo.createdAt)}',
      detailUrl: '${todo.url}',
      systemCode: '${orElse(settings.systemCode, "")}',
    },
  },
};

export const usualRefusal: unknown = { code: 500, msg: '${message}', count: 0, data: [] };
