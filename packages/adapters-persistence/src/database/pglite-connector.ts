import type { PGlite } from '@electric-sql/pglite';
import type { Connector, RawConnection } from './connector.ts';
import { toParameter, valueParsers } from './values.ts';

// Parameters are text already, whatever type the statement gives them.
const asIs = new Proxy({}, { get: () => (value: unknown) => value }) as Record<number, (value: unknown) => string>;
const options = { parsers: valueParsers, serializers: asIs };

/** PGlite has a single connection: it is handed out in order of arrival, a transaction keeps it to its end. */
export function createPgliteConnector(pglite: PGlite): Connector {
  let tail: Promise<void> = Promise.resolve();

  const connection = (release: () => void): RawConnection => ({
    async query(text, parameters) {
      if (parameters.length === 0) {
        const results = await pglite.exec(text, options);
        const last = results.at(-1);
        return { rows: last?.rows ?? [], affected: last?.affectedRows ?? 0 };
      }
      const result = await pglite.query<Record<string, unknown>>(text, parameters.map(toParameter), options);
      return { rows: result.rows, affected: result.affectedRows ?? 0 };
    },
    release,
  });

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
