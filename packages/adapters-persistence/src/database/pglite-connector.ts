import type { PGlite } from '@electric-sql/pglite';
import type { Connector, RawConnection } from './connector.ts';
import { createPgliteStatements } from './pglite-statements.ts';

/** PGlite has a single connection: it is handed out in order of arrival, a transaction keeps it to its end. */
export function createPgliteConnector(pglite: PGlite): Connector {
  const query = createPgliteStatements(pglite);
  let tail: Promise<void> = Promise.resolve();

  // It takes one statement at a time; those that do not wait for each other wait here.
  const connection = (release: () => void): RawConnection => {
    let before: Promise<unknown> = Promise.resolve();
    return {
      query(text, parameters) {
        const result = before.then(() => query(text, parameters));
        before = result.catch(() => {});
        return result;
      },
      release,
    };
  };

  return {
    acquire() {
      const { promise, resolve } = Promise.withResolvers<void>();
      const turn = tail.then(() => connection(resolve));
      tail = promise;
      return turn;
    },
    close: () => tail.then(() => (pglite.closed ? undefined : pglite.close())),
  };
}
