import { errAsync, type ResultAsync } from 'neverthrow';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { WorkflowDependencies } from './workflow-dependencies.ts';
import type { InstanceState, InstanceStatus } from './model.ts';
import type { WorkflowStores } from './ports.ts';
import type { InvalidCursor } from './workflow.ts';

interface Place {
  readonly version: number;
  readonly id: string;
}

const largestPage = 999;

const writeCursor = ({ version, id }: Place): string => `${version}:${id}`;

const readCursor = (cursor: string): Place | null => {
  const [, version, id] = /^(\d{1,16}):(.{1,256})$/su.exec(cursor) ?? [];
  return version === undefined || id === undefined ? null : { version: Number(version), id };
};

/** Instances, newest change first; `limit` 1 to 999. */
export const listInstances =
  <Stores extends WorkflowStores>({ transactor }: Pick<WorkflowDependencies<Stores>, 'transactor'>) =>
  (
    tenant: string,
    filter: { readonly processId: string | null; readonly status: InstanceStatus | null },
    cursor: string | null,
    limit: number,
  ): ResultAsync<
    { readonly items: readonly InstanceState[]; readonly nextCursor: string | null },
    StoreFailure | InvalidCursor
  > => {
    const after = cursor === null ? null : readCursor(cursor);
    if (cursor !== null && after === null) {
      return errAsync({ code: 'INVALID', pointer: '/cursor', message: 'Is not a cursor of this list.' });
    }
    const size = Math.max(1, Math.min(largestPage, limit));
    return transactor
      .run((stores) => stores.workflow.pageInstances(tenant, filter, after, size + 1))
      .map((found) => {
        const items = found.slice(0, size);
        const last = found.length > size ? items.at(-1) : undefined;
        return { items, nextCursor: last === undefined ? null : writeCursor(last) };
      });
  };
