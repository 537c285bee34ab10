import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { findProgram, localhost, runProgram, startDaemon } from './programs.mjs';

const oldestServer = 150_000;
const clusters = '/etc/postgresql';
/** The role that an install by these scripts makes; it exists on the tester's own machine only. */
const testRole = 'portico_test';

/** URLs under which a local PostgreSQL commonly lets a developer create databases. */
function candidates() {
  const given = process.env.PORTICO_TEST_POSTGRES_URL;
  if (given !== undefined && given !== '') return [given];
  const user = encodeURIComponent(process.env.USER ?? 'postgres');
  return ['postgres', `${testRole}:${testRole}`, 'postgres:postgres', user].map(
    (who) => `postgres://${who}@${localhost}:5432/postgres`,
  );
}

/** @param {string} url */
async function canCreateDatabases(url) {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000, query_timeout: 5_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query(
      `select (rolcreatedb or rolsuper) and current_setting('server_version_num')::int >= ${oldestServer} as fit
       from pg_roles where rolname = current_user`,
    );
    return rows[0]?.fit === true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

async function probe() {
  for (const url of candidates()) {
    if (await canCreateDatabases(url)) return { PORTICO_TEST_POSTGRES_URL: url };
  }
  return undefined;
}

/** Debian and its kin keep clusters by version and name; elsewhere whoever installed it starts it. */
function start() {
  if (!existsSync(clusters)) return;
  for (const version of readdirSync(clusters)) {
    for (const name of readdirSync(join(clusters, version))) {
      startDaemon('pg_ctlcluster', ['--skip-systemctl-redirect', version, name, 'start']);
    }
  }
}

/** A fresh Debian cluster lets nobody in over TCP without a password: make a role for the tests. */
function prepare() {
  const role = `create role ${testRole} superuser login password '${testRole}'`;
  runProgram('runuser', ['-u', 'postgres', '--', 'psql', '-c', role]);
}

/** @type {import('./service.mjs').Service} */
export const postgres = {
  name: 'PostgreSQL',
  neededBy: ['contract', 'service'],
  probe,
  isInstalled: () => findProgram('pg_ctlcluster') !== undefined,
  start,
  prepare,
  debianPackages: ['postgresql'],
  composed: 'postgres',
};
