import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sandboxNames, startSandboxes } from '../sandboxes/index.ts';
import type { Sandboxes, SandboxName } from '../sandboxes/index.ts';
import type { ProfileInput } from '../profile/profile-document.ts';
import { builtInProfiles, createVendorAgent, createVendorClient, reportMarkdown, runConformance } from './index.ts';
import type { ConformanceRun, ConformanceTarget, RunIdentity } from './index.ts';

/** The sandboxes' and the run's: waiting for what takes its time costs none. */
const clock = { value: Date.now() };
let sandboxes: Sandboxes;
let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'portico-conformance-'));
  sandboxes = await startSandboxes({ port: 0, dataDir, clock: { now: () => clock.value } });
});
afterAll(async () => {
  await sandboxes.close();
  await rm(dataDir, { recursive: true, force: true });
});

const identity: RunIdentity = {
  run: 'k7x2',
  at: clock.value,
  person: { id: 'T001', remoteId: 'T001', name: '李老师', department: '信息中心' },
};
const client = createVendorClient(createVendorAgent());
const liveWith = (maxRequests: number): ConformanceTarget => ({
  kind: 'live',
  client,
  maxRequests,
  now: () => clock.value,
  pause: (ms) => {
    clock.value += ms;
    return Promise.resolve();
  },
});
const live = liveWith(120);

const profileOf = (name: SandboxName): ProfileInput => {
  const profile = builtInProfiles.get(name);
  if (profile === undefined) throw new Error(`there is no profile ${name}`);
  return profile;
};
const connectionOf = (name: SandboxName) => {
  const given = Object.entries(sandboxes.credentials(name));
  const isSecret = (field: string): boolean =>
    profileOf(name).settings?.some((setting) => setting.name === field && setting.type === 'secret') === true;
  return {
    baseUrl: sandboxes.baseUrl(name),
    settings: Object.fromEntries(given.filter(([field]) => !isSecret(field))),
    secrets: Object.fromEntries(given.filter(([field]) => isSecret(field))),
    timezone: 'Asia/Shanghai',
  };
};
const run = async (name: SandboxName, target: ConformanceTarget, profile: unknown = profileOf(name)) =>
  (await runConformance({ profile, connection: connectionOf(name), identity, target }))._unsafeUnwrap();
const verdicts = ({ report }: ConformanceRun) =>
  Object.fromEntries(
    report.findings.map(({ promise, verdict, note }) => [promise, `${verdict} ${note?.en ?? ''}`.trim()]),
  );
const verdictOf = (of: ConformanceRun, promise: string) =>
  of.report.findings.find((finding) => finding.promise === promise)?.verdict;
const todosAt = async (name: SandboxName): Promise<readonly unknown[]> =>
  ((await (await fetch(`${sandboxes.baseUrl(name)}/_sandbox/todos`)).json()) as { todos: unknown[] }).todos;

describe.each(sandboxNames)('a check of %s at its sandbox', (name) => {
  test('MUST find nothing broken, leave nothing behind, and show no secret', async () => {
    const checked = await run(name, live);
    const broken = Object.entries(verdicts(checked)).filter(([, verdict]) => verdict.startsWith('broken'));
    expect(broken).toEqual([]);
    expect(checked.report.passed).toBe(true);
    expect(checked.report.counts.kept).toBeGreaterThan(6);
    expect(checked.report.left).toEqual([]);
    expect(await todosAt(name)).toEqual([]);
    const written = JSON.stringify(checked) + reportMarkdown(checked.report, 'zh-CN');
    for (const secret of Object.values(connectionOf(name).secrets)) expect(written).not.toContain(secret);
  });

  test('MUST come to the same from what was recorded', async () => {
    const first = await run(name, live);
    const samples = JSON.parse(JSON.stringify(first.samples)) as typeof first.samples;
    const settings = connectionOf(name);
    const secrets = Object.fromEntries(
      Object.keys(settings.secrets).map((field) => [field, 'a-sample-secret-of-32-characters']),
    );
    const replayed = (
      await runConformance({
        profile: profileOf(name),
        connection: { ...settings, secrets },
        identity,
        target: { kind: 'samples', samples },
      })
    )._unsafeUnwrap();
    expect(verdicts(replayed)).toEqual(verdicts(first));
  });
});

describe('a check', () => {
  test('MUST say that a duplicate is not recognised', async () => {
    const profile = structuredClone(profileOf('tongyidaiban'));
    const create = profile.operations.task?.create;
    if (create === undefined) throw new Error('it keeps tasks');
    create.answers = create.answers?.filter(({ outcome }) => outcome !== 'existed');
    const checked = await run('tongyidaiban', live, profile);
    expect(verdictOf(checked, 'identity')).toBe('broken');
    expect(checked.report.passed).toBe(false);
    expect(reportMarkdown(checked.report, 'en')).toMatch(/Creating twice makes one.*✗ broken.*failed: DUPLICATE/u);
  });

  test('MUST say that a dead token is not recognised', async () => {
    const profile = structuredClone(profileOf('tongyidaiban'));
    profile.answers = profile.answers?.filter(({ outcome }) => outcome !== 'expired');
    const checked = await run('tongyidaiban', live, profile);
    expect(verdictOf(checked, 'expired-token')).toBe('broken');
  });

  test('MUST say that reading back finds what was taken away', async () => {
    const profile = structuredClone(profileOf('tongyidaiban'));
    const verify = profile.operations.task?.verify;
    if (verify === undefined) throw new Error('it reads back');
    verify.answers = [{ when: 'body.code != null', outcome: 'done' }];
    const checked = await run('tongyidaiban', live, profile);
    expect(verdictOf(checked, 'withdraw')).toBe('broken');
    expect(verdictOf(checked, 'read-back')).toBe('broken');
  });

  test('MUST stop where it cannot sign in', async () => {
    const connection = connectionOf('tongyidaiban');
    const before = await todosAt('tongyidaiban');
    const checked = (
      await runConformance({
        profile: profileOf('tongyidaiban'),
        connection: { ...connection, secrets: { clientSecret: 'wrong-secret' } },
        identity,
        target: live,
      })
    )._unsafeUnwrap();
    expect(
      checked.report.findings.map(({ verdict }) => verdict).filter((verdict) => verdict !== 'not-claimed'),
    ).toEqual([
      'broken',
      ...checked.report.findings.slice(1).flatMap(({ verdict }) => (verdict === 'not-claimed' ? [] : ['skipped'])),
    ]);
    expect(checked.report).toMatchObject({ passed: false, requests: 1 });
    expect(await todosAt('tongyidaiban')).toEqual(before);
  });

  test('MUST send no more than it may, and still clean up', async () => {
    const checked = await run('tongyidaiban', liveWith(7));
    expect(checked.report.counts.skipped).toBeGreaterThan(0);
    expect(checked.report.counts.broken).toBe(0);
    expect(await todosAt('tongyidaiban')).toEqual([]);
  });

  test('MUST wait where the platform asks for that, as a lane would', async () => {
    const faults = (body: unknown) =>
      fetch(`${sandboxes.baseUrl('tongyidaiban')}/_sandbox/faults`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    await faults({ throttlePerSecond: 4 });
    const before = clock.value;
    const checked = await run('tongyidaiban', liveWith(300));
    await faults({});
    expect(Object.entries(verdicts(checked)).filter(([, verdict]) => verdict.startsWith('broken'))).toEqual([]);
    expect(clock.value - before).toBeGreaterThanOrEqual(5_000);
    expect(await todosAt('tongyidaiban')).toEqual([]);
  });

  test('MUST try nothing more once it is told to stop, and leave nothing behind', async () => {
    let seen = 0;
    const { report } = (
      await runConformance({
        profile: profileOf('tongyidaiban'),
        connection: connectionOf('tongyidaiban'),
        identity,
        target: live,
        onFinding: () => (seen += 1),
        stopped: () => seen >= 3,
      })
    )._unsafeUnwrap();
    expect(report.findings.slice(0, 3).map(({ verdict }) => verdict)).toEqual(['kept', 'kept', 'kept']);
    expect(report).toMatchObject({ passed: false, counts: { kept: 3 } });
    expect(await todosAt('tongyidaiban')).toEqual([]);
  });

  test('MUST tell a request that is not the recorded one, and a promise that nothing was recorded for', async () => {
    const { samples } = await run('weaver-ofs', live);
    const changed = samples
      .filter(({ promise }) => promise !== 'withdraw')
      .map((sample) =>
        sample.promise === 'show'
          ? {
              ...sample,
              exchanges: sample.exchanges.map((one) => ({
                ...one,
                request: { method: 'POST' as const, path: one.request?.path ?? '', body: { requestname: '别的标题' } },
              })),
            }
          : sample,
      );
    const replayed = await run('weaver-ofs', { kind: 'samples', samples: changed });
    expect(verdicts(replayed)['show']).toContain('the body differs at /requestname');
    expect(verdictOf(replayed, 'show')).toBe('broken');
    expect(verdictOf(replayed, 'withdraw')).toBe('no-sample');
    expect(verdictOf(replayed, 'change')).toBe('kept');
  });

  test('MUST name the place in a profile that cannot be read', async () => {
    const result = await runConformance({
      profile: { name: 'x' },
      connection: connectionOf('weaver-ofs'),
      identity,
      target: { kind: 'samples', samples: [] },
    });
    expect(result._unsafeUnwrapErr().issues.map(({ pointer }) => pointer)).toContain('/profile/operations');
  });
});
