import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  builtInProfiles,
  createVendorAgent,
  createVendorClient,
  type ConformanceConnection,
  type ConformanceTarget,
  type RunIdentity,
  type TestPerson,
} from '@portico/adapters-platforms/conformance';
import { sandboxNames, startSandboxes } from '@portico/adapters-platforms/sandboxes';
import { misused } from '../../cli/failure.ts';
import { readObject } from '../../cli/input-file.ts';
import type { Values } from '../../cli/parsing/option.ts';
import { listAt, textAt } from '../../cli/read-path.ts';
import type { Terminal } from '../../cli/terminal.ts';
import { secretsOf, settingValue, splitPair } from '../platforms/platform-body.ts';
import type { checkOptions } from './check-options.ts';
import { readSamples } from './sample-folder.ts';

type Given = Values<typeof checkOptions>;

export interface CheckTarget {
  readonly connection: ConformanceConnection;
  readonly identity: RunIdentity;
  readonly target: ConformanceTarget;
  close(): Promise<void>;
}

/** The profile of a built-in kind, or the one in a file. */
export const readProfile = async (named: string, terminal: Terminal): Promise<unknown> =>
  builtInProfiles.get(named) ?? readObject(named, terminal);

const fieldTypes = (profile: unknown): ReadonlyMap<string, string> =>
  new Map(listAt(profile, 'settings').map((field) => [textAt(field, 'name'), textAt(field, 'type')]));

const personOf = (given: string): TestPerson => {
  const [id = '', remoteId] = given.includes('=') ? splitPair(given, '--test-person') : [given];
  return { id, remoteId: remoteId ?? id, name: id, department: null };
};

/** Letters and digits that no other run has: a part of every id that is made. */
const newRun = (): string => crypto.randomUUID().replaceAll('-', '').slice(0, 8);

const livePart = (given: Given, terminal: Terminal): ConformanceTarget => ({
  kind: 'live',
  client: createVendorClient(createVendorAgent()),
  maxRequests: given['max-requests'],
  now: () => terminal.now(),
  pause: (ms) => terminal.pause(ms, terminal.signal),
});

const sampleTarget = async (
  given: Given,
  folder: string,
  profile: unknown,
  terminal: Terminal,
): Promise<CheckTarget> => {
  if (given.set.length > 0 || given['secret-env'].length > 0 || given['secret-file'].length > 0)
    throw misused('--set and secrets go with --live; samples carry the settings they were recorded with');
  const { run, samples } = await readSamples(resolve(terminal.directory, folder));
  const secrets = [...fieldTypes(profile)].filter(([, type]) => type === 'secret');
  const required = new Set(
    listAt(profile, 'settings').flatMap((field) =>
      (field as { required?: unknown }).required === true ? [textAt(field, 'name')] : [],
    ),
  );
  const { baseUrl, settings, timezone, ...identity } = run;
  return {
    // Nobody is signed in to; what stands for secrets only has to fit.
    connection: {
      baseUrl,
      settings,
      timezone,
      secrets: Object.fromEntries(
        secrets
          .filter(([name]) => required.has(name))
          .map(([name]) => [name, 'portico-sample-secret-0123456789abcdef']),
      ),
    },
    identity,
    target: { kind: 'samples', samples },
    close: () => Promise.resolve(),
  };
};

const sandboxTarget = async (
  given: Given,
  named: string,
  profile: unknown,
  terminal: Terminal,
): Promise<CheckTarget> => {
  const kind = sandboxNames.find((name) => name === named);
  if (kind === undefined) throw misused(`--sandbox goes with one of ${sandboxNames.join(', ')}`);
  const dataDir = await mkdtemp(join(tmpdir(), 'portico-check-'));
  const sandboxes = await startSandboxes({ port: 0, dataDir, kinds: [kind] });
  const types = fieldTypes(profile);
  const values = Object.entries(sandboxes.credentials(kind));
  const part = (secret: boolean): Record<string, string> =>
    Object.fromEntries(values.filter(([name]) => (types.get(name) === 'secret') === secret));
  return {
    connection: {
      baseUrl: sandboxes.baseUrl(kind),
      settings: part(false),
      secrets: part(true),
      timezone: given.timezone ?? 'Asia/Shanghai',
    },
    identity: { run: newRun(), at: terminal.now(), person: personOf(given['test-person'] ?? 'T001') },
    target: livePart(given, terminal),
    close: async () => {
      await sandboxes.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};

const liveTarget = async (given: Given, profile: unknown, terminal: Terminal): Promise<CheckTarget> => {
  const { 'base-url': baseUrl, 'test-person': person } = given;
  if (baseUrl === null) throw misused('--live needs --base-url: the address of the test system');
  if (person === null)
    throw misused('--live needs --test-person: to-dos are made for this person, and taken away again');
  const types = fieldTypes(profile);
  const settings = given.set.map((pair) => {
    const [name, value] = splitPair(pair, '--set');
    if (types.get(name) === 'secret') throw misused(`${name} is a secret: give it with --secret-env or --secret-file`);
    return [name, settingValue(types.get(name) ?? 'string', value)] as const;
  });
  const secrets = await secretsOf({ ...given, 'unset-secret': [] }, terminal);
  return {
    connection: {
      baseUrl,
      settings: Object.fromEntries(settings),
      secrets: Object.fromEntries(Object.entries(secrets).map(([name, value]) => [name, String(value)])),
      timezone: given.timezone ?? 'Asia/Shanghai',
    },
    identity: { run: newRun(), at: terminal.now(), person: personOf(person) },
    target: livePart(given, terminal),
    close: () => Promise.resolve(),
  };
};

/** Where the answers of a check are from: samples, a live system, or the sandbox of a built-in kind. */
export const openTarget = (given: Given, named: string, profile: unknown, terminal: Terminal): Promise<CheckTarget> => {
  const { samples, live, sandbox } = given;
  if ([samples !== null, live, sandbox].filter(Boolean).length !== 1)
    throw misused('say where the answers are from: --samples folder, --live, or --sandbox');
  if (samples !== null) return sampleTarget(given, samples, profile, terminal);
  return sandbox ? sandboxTarget(given, named, profile, terminal) : liveTarget(given, profile, terminal);
};
