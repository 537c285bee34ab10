import { sql, type Kysely } from 'kysely';
import type { ResultAsync } from 'neverthrow';
import type { StoreFailure } from '@portico/core';
import type { Session } from '../../packages/adapters-persistence/src/database/session.ts';

/** Something that a program wants a target to have. */
export interface KernelItem {
  readonly key: string;
  readonly version: number;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The state that a program embedding the kernel keeps itself: what is desired, and which version of it is acknowledged. */
export interface KernelItems {
  put(items: readonly KernelItem[]): ResultAsync<unknown, StoreFailure>;
  load(keys: readonly string[]): ResultAsync<readonly KernelItem[], StoreFailure>;
  acknowledge(items: readonly Pick<KernelItem, 'key' | 'version'>[]): ResultAsync<unknown, StoreFailure>;
}

/** Makes the table unless it is there. */
export const createItemTable = async (kysely: Kysely<unknown>): Promise<void> => {
  await sql`create table if not exists item (key text collate "C" primary key, version bigint not null, path text not null, headers jsonb not null,
    body text not null, acknowledged_version bigint not null default 0, acknowledged_at timestamptz) with (fillfactor = 80)`.execute(
    kysely,
  );
};

export const createKernelItems = (session: Session): KernelItems => ({
  put: (items) =>
    session.rows(sql`
      insert into item (key, version, path, headers, body)
      select * from unnest(${items.map(({ key }) => key)}::text[], ${items.map(({ version }) => version)}::bigint[],
        ${items.map(({ path }) => path)}::text[], ${items.map(({ headers }) => JSON.stringify(headers))}::jsonb[],
        ${items.map(({ body }) => body)}::text[])`),
  load: (keys) =>
    session.rows<KernelItem>(
      sql`select key, version, path, headers, body from item where key = any(${keys}::text[] collate "C")`,
    ),
  acknowledge: (items) =>
    session.rows(sql`
      update item set acknowledged_version = sent.version, acknowledged_at = portico_now()
      from unnest(${items.map(({ key }) => key)}::text[], ${items.map(({ version }) => version)}::bigint[]) sent(key, version)
      where item.key = sent.key collate "C"`),
});
