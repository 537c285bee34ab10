import type { ApiClient, Query } from './http/api-client.ts';
import { textAt } from './read-path.ts';
import type { Session } from './session.ts';

const pageSize = 200;
/** How many entries are remembered as shown. */
const remembered = 20_000;

/**
 * The latest entries of a log that lists its newest first, oldest of them first, and then what comes. Each look goes back to a page that holds
 * nothing new, so an entry that is filed late is shown unless 200 newer ones were shown before it. Ends when the command is stopped.
 */
export const follow = async function* (
  api: ApiClient,
  session: Session,
  path: string,
  query: Query,
  identify: (entry: unknown) => string,
  options: { readonly latest: number; readonly everyMs: number },
): AsyncGenerator<readonly unknown[]> {
  const { terminal } = session;
  let seen = new Set<string>();
  let first = true;
  // What is older than the first look reached was there before.
  let floor = '';
  while (!terminal.signal.aborted) {
    const fresh: unknown[] = [];
    for await (const page of api.pages(path, query, first ? Math.max(pageSize, options.latest) : null)) {
      const unseen = page.filter((entry) => !seen.has(identify(entry)) && textAt(entry, 'at') > floor);
      fresh.push(...unseen);
      if (unseen.length === 0 || fresh.length >= remembered) break;
    }
    for (const entry of fresh) seen.add(identify(entry));
    if (seen.size > 2 * remembered) seen = new Set([...seen].slice(-remembered));
    if (first && fresh.length >= pageSize) floor = textAt(fresh.at(-1), 'at');
    yield (first ? fresh.slice(0, options.latest) : fresh).reverse();
    first = false;
    await terminal.pause(options.everyMs, terminal.signal);
  }
};
