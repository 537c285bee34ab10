import { at, listAt } from './read-path.ts';
import type { ApiClient, Query } from './http/api-client.ts';
import { says } from './language.ts';
import { flag, integer } from './parsing/option.ts';
import type { Session } from './session.ts';
import type { Column } from './show/column.ts';

export const listOptions = {
  limit: integer('How many to show at most.', { min: 1, max: 1_000_000, fallback: 50 }),
  all: flag('Show all of them.'),
} as const;

/** Shows a list that comes in pages. */
export const showList = async (
  session: Session,
  path: string,
  query: Query,
  columns: readonly Column[],
  { limit, all }: { readonly limit: number; readonly all: boolean },
): Promise<number> => {
  const api = await session.api();
  const count = await session.out.list(api.pages(path, query, all ? null : limit), columns);
  if (!all && count === limit)
    await session.out.note(
      says(
        `The first ${limit}; there may be more: --limit, --all.`,
        `仅显示前 ${limit} 条，更多请用 --limit 或 --all。`,
      ),
    );
  return 0;
};

/** What comes on one page, whatever its length. */
export const onePage = async function* (
  api: ApiClient,
  path: string,
  query: Query = {},
): AsyncGenerator<readonly unknown[]> {
  const page = await api.get(path, query);
  yield Array.isArray(page) ? page : at(page, 'items') === undefined ? [] : listAt(page, 'items');
};
