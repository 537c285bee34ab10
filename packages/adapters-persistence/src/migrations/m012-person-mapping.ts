import { statementsMigration, type MigrationEntry } from './statements-migration.ts';

/** Who people are for platforms that know them by ids of their own, and under which of those ids they were shown. */
export const personMapping: MigrationEntry = statementsMigration('012-person-mapping', [
  `create table person_mapping (
    tenant text collate "C" not null,
    space text collate "C" not null,
    person_id text collate "C" not null,
    remote_id text collate "C" not null,
    source text not null,
    updated_at timestamptz not null,
    primary key (tenant, space, person_id))`,
  // Not by tenant and space first: a planner that knows little of a table that has just grown would look people up by it.
  'create index person_mapping_remote on person_mapping (remote_id, tenant, space)',

  // Null: the platform needs no mappings, or nobody was shown there yet.
  'alter table mirror add column people jsonb',
]);
