import { exitCodes, interrupted } from '../../cli/exit-codes.ts';
import { follow } from '../../cli/follow.ts';
import type { Query } from '../../cli/http/api-client.ts';
import { showList } from '../../cli/list-options.ts';
import type { Session } from '../../cli/session.ts';
import type { Column } from '../../cli/show/column.ts';

export interface LogOptions {
  readonly limit: number;
  readonly all: boolean;
  readonly follow: boolean;
  readonly interval: number;
}

const latest = 20;

/** Shows a log, newest first, or follows it. */
export const showLog = async (
  session: Session,
  path: string,
  query: Query,
  columns: readonly Column[],
  identify: (entry: unknown) => string,
  options: LogOptions,
): Promise<number> => {
  if (!options.follow) return showList(session, path, query, columns, options);
  const entries = follow(await session.api(), session, path, query, identify, {
    latest: Math.min(latest, options.limit),
    everyMs: options.interval * 1_000,
  });
  await session.out.list(entries, columns);
  return session.terminal.signal.aborted ? interrupted : exitCodes.ok;
};
