import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { engineHistory } from '../testing/engine-history.ts';
import { documentsIn, eventFor, linesOf, openPorticoShell, type PorticoShell } from '../testing/portico-shell.ts';
import { porticoCommand } from '../testing/run-portico.ts';
import { until } from '../testing/server-process.ts';

// Every command is a process of its own, and some tests run twenty of them.
vi.setConfig({ testTimeout: 600_000 });

let shell: PorticoShell;
beforeAll(async () => {
  shell = await openPorticoShell();
});
afterAll(() => shell.close());

const portico: PorticoShell['portico'] = (words, options) => shell.portico(words, options);

describe('events send', () => {
  test('MUST take what a file holds, name ignored events by line, and say so by its exit code', async () => {
    const events = ['1', '2', '3'].map(eventFor);
    delete events[1]?.['task'].id;
    writeFileSync(
      join(shell.folder, 'events.ndjson'),
      `${events.map((event) => JSON.stringify(event)).join('\n\n')}\n`,
    );
    const sent = await portico('events send events.ndjson --lang en');
    expect(sent).toEqual({
      code: 4,
      stdout: '3 events: 2 accepted, 0 known already, 1 ignored; 2 to-dos changed.\n',
      stderr: expect.stringContaining('events.ndjson, line 3: evt-2 ignored: EVENT_INVALID /task/id'),
    });
    const again = await portico('events send events.ndjson --json');
    expect(again.code).toBe(4);
    expect(JSON.parse(again.stdout)).toMatchObject({
      sent: 3,
      accepted: 0,
      duplicates: 2,
      ignored: 1,
      ignoredEvents: [{ line: 3, eventId: 'evt-2' }],
    });
    expect(again.stderr).toBe('');
  });

  test('MUST send thousands from standard input in hundreds, and all of them', async () => {
    const history = engineHistory(1_250, 11, Date.now() - 5 * 86_400_000);
    const input = history.map((event) => JSON.stringify(event)).join('\n');
    const sent = await portico('events send - --json', { input });
    expect(sent).toMatchObject({ code: 0, stderr: '' });
    const { length } = history;
    expect(length).toBeGreaterThan(1_000);
    expect(JSON.parse(sent.stdout)).toMatchObject({ sent: length, accepted: length, ignored: 0 });
  });

  test('MUST say where a file stops being JSON, and what was sent before', async () => {
    const events = Array.from({ length: 120 }, (_, index) => JSON.stringify(eventFor(`broken-${index}`)));
    const sent = await portico('events send', { input: `${events.join('\n')}\n{"eventId": oops}\n` });
    expect(sent).toEqual({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('standard input, line 121: this is not JSON'),
    });
    expect(sent.stderr).toContain('100 events before it were sent');
    expect(linesOf(sent.stderr)).toHaveLength(1);
  });
});

describe('to-dos', () => {
  test('MUST be listed, shown with every attempt, and decided about', async () => {
    const shown = await until('the to-do is everywhere', 60_000, async () => {
      const listed = documentsIn(await portico('todos list --task T-1 --json'));
      return listed[0]?.platforms.every(({ sync }: { sync: string }) => sync === 'agreed') === true ? listed : null;
    });
    expect(shown).toMatchObject([{ id: 'T-1:T001', title: '张三的请假申请', state: 'open' }]);
    const page = await portico('todos show T-1:T001 --exchanges', { env: { LANG: 'zh_CN.UTF-8' } });
    expect(page.code).toBe(0);
    for (const part of ['标题', '张三的请假申请', '李老师', 'jinzhi', 'create → done', '> POST', '< 200'])
      expect(page.stdout).toContain(part);
    expect(page.stdout).not.toContain('\u001B');

    const withdrawn = await portico('todos withdraw - --platform jinzhi --json', {
      input: (await portico('todos list --task T-1 --json')).stdout,
    });
    expect(withdrawn).toMatchObject({ code: 0, stderr: '' });
    expect(documentsIn(withdrawn)).toEqual([{ id: 'T-1:T001', decided: 1 }]);
    await until('it is withdrawn there', 60_000, async () => {
      const [todo] = documentsIn(await portico('todos list --task T-1 --platform jinzhi --sync withdrawn --json'));
      return todo ?? null;
    });
    expect(await portico('todos restore T-1:T001 --quiet')).toEqual({ code: 0, stdout: '', stderr: '' });
    const some = await portico('todos push T-1:T001 nope T-3:T001 --lang en');
    expect(some).toMatchObject({ code: 3, stderr: expect.stringMatching(/^portico: nope: .*\n$/u) });
    expect(linesOf(some.stdout)).toHaveLength(2);
  });

  test('MUST be listed over many pages, and end quietly when the reader has had enough', async () => {
    const all = documentsIn(await portico('todos list --all --json'));
    expect(all.length).toBeGreaterThan(200);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect(documentsIn(await portico('todos list --limit 7 --json'))).toHaveLength(7);
    const [program = '', ...flags] = porticoCommand;
    const command = [program, ...flags].map((word) => `'${word}'`).join(' ');
    const piped = spawnSync('sh', ['-c', `{ ${command} todos list --all --json; echo "code $?" >&2; } | head -n 1`], {
      encoding: 'utf8',
      env: { ...process.env, ...shell.env },
    });
    expect(linesOf(piped.stdout)).toHaveLength(1);
    expect(piped.stderr).toBe('code 0\n');
  });
});

test('logs MUST be followed as they grow, without repeating an entry, until Ctrl-C', async () => {
  const followed = portico('logs changes --follow --interval 1 --limit 5 --json', {
    watch: (stdout, kill) => {
      if (stdout.includes('"T-followed"')) kill('SIGINT');
    },
  });
  await portico('events send', { input: JSON.stringify(eventFor('followed')) });
  const ended = await followed;
  expect(ended).toMatchObject({ code: 130, stderr: '' });
  const entries = documentsIn(ended);
  expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length);
});

test('lanes MUST be paused and go on', async () => {
  expect(await portico('lanes pause push/jinzhi --lang en')).toEqual({
    code: 0,
    stdout: 'Lane push/jinzhi is paused.\n',
    stderr: '',
  });
  expect(documentsIn(await portico('lanes list --json')).find(({ name }) => name === 'push/jinzhi')).toMatchObject({
    paused: true,
  });
  expect(await portico('lanes resume push/jinzhi -q')).toEqual({ code: 0, stdout: '', stderr: '' });
  expect(await portico('lanes pause push/none')).toMatchObject({ code: 3 });
  expect(await portico('lanes pause jinzhi')).toMatchObject({ code: 2 });
});

test('a sweep MUST be waited for', async () => {
  const swept = await portico('sweep start --platform jinzhi --wait --json');
  expect(swept.code).toBe(0);
  expect(documentsIn(swept)).toMatchObject([{ platform: 'jinzhi', state: 'finished' }]);
  const { id } = documentsIn(swept)[0];
  expect(JSON.parse((await portico(`sweep show ${id} --json`)).stdout)).toMatchObject({ id });
  expect(await portico('sweep show none')).toMatchObject({ code: 3 });
});

test('jobs MUST be listed, shown, watched to their end, and not be switched when they are over', async () => {
  const swept = documentsIn(await portico('sweep start --platform weaver-ofs --json'));
  const [job] = documentsIn(await portico('jobs list --kind sweep --subject weaver-ofs --limit 1 --json'));
  expect(job).toMatchObject({ kind: 'sweep', subject: 'weaver-ofs' });
  expect(swept[0]).toMatchObject({ id: job.id });
  const watched = await portico(`jobs watch ${job.id} --json`);
  expect(watched.code).toBe(0);
  const told = documentsIn(watched);
  expect(told.at(-1)).toMatchObject({ type: 'job', id: job.id, state: 'finished' });
  const numbers = told.slice(0, -1).map(({ type, number }) => [type, number]);
  expect(numbers.length).toBeGreaterThan(0);
  expect(numbers).toEqual(numbers.map((_, index) => ['line', index + 1]));
  const shown = await portico(`jobs show ${job.id} --lang en`);
  for (const part of ['finished', 'weaver-ofs', 'sweep']) expect(shown.stdout).toContain(part);
  expect(await portico(`jobs cancel ${job.id}`)).toMatchObject({ code: 2, stderr: expect.stringContaining('--yes') });
  for (const verb of ['pause', 'resume', 'cancel --yes'])
    expect(await portico(`jobs ${verb} ${job.id}`)).toMatchObject({ code: 4 });
  expect(await portico('jobs watch none')).toMatchObject({ code: 3 });
});

test('a re-push MUST be counted first, be asked about, and be followed to its end', async () => {
  const counted = await portico('repush --platform ability-center --mode all --dry-run --json');
  const { objects, todos } = JSON.parse(counted.stdout);
  expect(counted.code).toBe(0);
  expect(objects).toBeGreaterThan(0);
  expect(todos).toBeGreaterThanOrEqual(objects);
  expect(await portico('repush --task T-1 --mode all')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--yes'),
  });
  const done = await portico('repush --task T-1 --mode all --yes --json');
  expect(done.code).toBe(0);
  expect(documentsIn(done).at(-1)).toMatchObject({ type: 'job', kind: 'repush', state: 'finished' });
  const begun = JSON.parse((await portico('repush --task T-3 --mode all --yes --detach --json')).stdout);
  expect(await portico(`jobs watch ${begun.id}`)).toMatchObject({ code: 0 });
  expect(await portico('repush --task none --yes --lang en')).toMatchObject({
    code: 0,
    stdout: 'There is nothing to push again.\n',
  });
});

test('what needs a person MUST be told by the exit code, and failures be decided about by their cause', async () => {
  await portico('lanes pause push/weaver-ofs -q');
  const attention = await portico('attention --json');
  expect(attention.code).toBe(1);
  expect(documentsIn(attention)).toContainEqual(expect.objectContaining({ kind: 'paused', platform: 'weaver-ofs' }));
  await portico('lanes resume push/weaver-ofs -q');

  const [{ baseUrl }] = documentsIn(await portico('platforms list --json')).filter(
    ({ code }) => code === 'tongyidaiban',
  );
  const set = (faults: unknown): Promise<Response> =>
    fetch(`${baseUrl}/_sandbox/faults`, {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(faults),
    });
  await set({ failRate: 1 });
  await portico('events send', { input: JSON.stringify(eventFor('failing')) });
  // The platform fails in several ways, so a to-do moves from one cause to another with each attempt.
  const about = await until('it fails there, as listed', 60_000, async () => {
    const groups = documentsIn(await portico('failures list --json'));
    const group = groups.find(({ platform, standing }) => platform === 'tongyidaiban' && standing === 'failing');
    if (group === undefined) return null;
    const words = ['tongyidaiban', 'failing', `--cause=${group.cause}`];
    const [found] = documentsIn(await portico(['failures', 'objects', ...words, '--json']));
    const counted = await portico(['failures', 'decide', ...words, '--decision', 'push-now', '--dry-run', '--json']);
    return found?.todos.length > 0 && JSON.parse(counted.stdout).matched > 0 ? words : null;
  });
  await set({});
  expect(await portico(['failures', 'decide', ...about, '--decision', 'push-now', '--yes', '--json'])).toMatchObject({
    code: 0,
  });
  await until('it is shown there', 60_000, async () => {
    const [todo] = documentsIn(
      await portico('todos list --task T-failing --platform tongyidaiban --sync agreed --json'),
    );
    return todo ?? null;
  });
});
