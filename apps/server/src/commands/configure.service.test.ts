import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { documentsIn, linesOf, openPorticoShell, type PorticoShell } from '../testing/portico-shell.ts';
import { until } from '../testing/server-process.ts';

// Every command is a process of its own, and some tests run twenty of them.
vi.setConfig({ testTimeout: 600_000 });

let shell: PorticoShell;
beforeAll(async () => {
  shell = await openPorticoShell();
});
afterAll(() => shell.close());

const portico: PorticoShell['portico'] = (words, options) => shell.portico(words, options);

test('a platform MUST be made with secrets from files and the environment, tested, changed, enabled, disabled and removed', async () => {
  const [{ baseUrl }] = documentsIn(await portico('platforms list --json')).filter(({ code }) => code === 'jinzhi');
  writeFileSync(join(shell.folder, 'token.txt'), 'wrong-token\n');
  const made = await portico(
    `platforms create second --kind jinzhi --base-url ${baseUrl} --set appId=oa --secret-file accessToken=token.txt --rate 5:20 --json`,
  );
  expect(made).toMatchObject({ code: 0, stderr: '' });
  expect(JSON.parse(made.stdout)).toMatchObject({
    code: 'second',
    enabled: false,
    settings: { appId: 'oa' },
    secrets: { accessToken: { set: true } },
    rate: { perSecond: 5, burst: 20 },
  });
  expect(made.stdout).not.toContain('wrong-token');
  expect(
    await portico(
      'platforms create second --kind jinzhi --base-url http://127.0.0.1:1 --set appId=oa --secret-env accessToken=T',
      { env: { T: 'x' } },
    ),
  ).toMatchObject({ code: 4 });
  expect(await portico('platforms test second')).toMatchObject({ code: 1, stdout: expect.stringContaining('> POST') });
  const changed = await portico('platforms change second --set appName=OA --rate none --json');
  expect(JSON.parse(changed.stdout)).toMatchObject({ settings: { appId: 'oa', appName: 'OA' }, rate: null });
  expect(await portico('platforms change second --name Other --if-revision 1')).toMatchObject({ code: 4 });
  expect(await portico('platforms change second --set accessToken=x')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('is a secret'),
  });
  expect(await portico('platforms enable second -q')).toMatchObject({ code: 0 });
  expect(await portico('platforms remove second --yes')).toMatchObject({ code: 4 });
  expect(await portico('platforms disable second -q')).toMatchObject({ code: 0 });
  expect(await portico('platforms remove second')).toMatchObject({ code: 2, stderr: expect.stringContaining('--yes') });
  expect(await portico('platforms remove second --yes')).toMatchObject({ code: 0 });
  expect(await portico('platforms show second')).toMatchObject({ code: 3 });
});

test('rules MUST be what was listed when they are given back', async () => {
  const before = await portico('rules list --json');
  expect(await portico('rules replace', { input: before.stdout })).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--yes'),
  });
  const replaced = await portico('rules replace --yes --json', { input: before.stdout });
  expect(replaced).toEqual(before);
});

test('person mappings MUST come in from a file with its mistakes named, go out as one, and be forgotten', async () => {
  writeFileSync(join(shell.folder, 'people.csv'), '工号,平台编号\nT001,u-1\n,u-2\nT003,u-3\n');
  const tried = await portico('people import second-space people.csv --dry-run --json');
  expect(tried.code).toBe(4);
  expect(JSON.parse(tried.stdout)).toMatchObject({ added: 2, rejected: 1 });
  expect(documentsIn(await portico('people list second-space --json'))).toEqual([]);
  expect(await portico('people import second-space people.csv --lang en')).toMatchObject({
    code: 4,
    stderr: expect.stringMatching(/^people\.csv, line 3: .+\n$/u),
  });
  expect(documentsIn(await portico('people list second-space --search t003 --json'))).toMatchObject([
    { personId: 'T003', remoteId: 'u-3' },
  ]);
  const out = await portico('people export second-space');
  expect(linesOf(out.stdout)).toHaveLength(3);
  const back = await portico('people import third-space --json', { input: out.stdout });
  expect(JSON.parse(back.stdout)).toMatchObject({ added: 2, rejected: 0 });
  expect(await portico('people remove third-space T001 T003 T999 --yes --json')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('2'),
  });
  expect(documentsIn(await portico('people list third-space --json'))).toEqual([]);
});

test('rules of alerts MUST be made, changed, kept quiet and removed', async () => {
  const condition = { kind: 'oldest-due', lanes: ['push/*'], aboveSeconds: 600 };
  writeFileSync(join(shell.folder, 'rule.json'), JSON.stringify({ name: '积压', condition }, null, 2));
  const made = await portico('alerts create-rule late --file rule.json --hold-seconds 60 --json');
  expect(made).toMatchObject({ code: 0, stderr: '' });
  expect(JSON.parse(made.stdout)).toMatchObject({
    id: 'late',
    name: '积压',
    condition,
    holdSeconds: 60,
    enabled: true,
  });
  expect(await portico('alerts create-rule late --file rule.json')).toMatchObject({ code: 4 });
  const changed = await portico('alerts change-rule late --enabled off --json');
  expect(JSON.parse(changed.stdout)).toMatchObject({ enabled: false, holdSeconds: 60, condition });
  expect(documentsIn(await portico('alerts rules --json')).map(({ id }) => id)).toContain('late');
  const quiet = await portico('alerts silence --rule late --until 2h --reason maintenance --json');
  expect(quiet.code).toBe(0);
  const [silence] = documentsIn(await portico('alerts silences --json'));
  expect(silence).toMatchObject({ rule: 'late', subject: null, reason: 'maintenance' });
  expect(await portico(`alerts unsilence ${silence.id} -q`)).toEqual({ code: 0, stdout: '', stderr: '' });
  expect(await portico('alerts silence none --until 2h --reason x')).toMatchObject({ code: 3 });
  expect(await portico('alerts silence --until 2h')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--reason'),
  });
  expect(await portico('alerts remove-rule late --yes -q')).toMatchObject({ code: 0 });
  expect(await portico('alerts change-rule late --name x')).toMatchObject({ code: 3 });
  for (const args of ['alerts list', 'alerts history'])
    expect(await portico(`${args} --json`)).toMatchObject({ code: 0 });
});

test('a webhook MUST be made, proved against a receiver, and its messages seen and sent again', async () => {
  const received: string[] = [];
  let status = 500;
  const receiver = createServer((request, response) => {
    received.push(String(request.headers['webhook-id']));
    request.resume();
    response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  try {
    const { port } = receiver.address() as AddressInfo;
    const made = await portico(`webhooks create hr http://127.0.0.1:${port}/hooks --type todo.* --json`);
    expect(made).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(made.stdout)).toMatchObject({
      code: 'hr',
      types: ['todo.*'],
      secret: expect.stringMatching(/^whsec_/u),
    });
    expect(await portico('webhooks test hr --wait 60')).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('< 500'),
    });
    status = 200;
    const well = await portico('webhooks test hr --wait 60 --json');
    expect(well.code).toBe(0);
    const { id } = JSON.parse(well.stdout).message;
    expect(
      documentsIn(await portico('webhooks messages hr --delivered yes --json')).map((message) => message.id),
    ).toContain(id);
    expect(await portico(`webhooks message hr ${id}`)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('portico.ping'),
    });
    const before = received.filter((one) => one === id).length;
    expect(await portico(`webhooks replay hr ${id} -q`)).toMatchObject({ code: 0 });
    await until('it is sent again', 60_000, async () =>
      received.filter((one) => one === id).length > before ? true : null,
    );
    const rotated = await portico('webhooks rotate-secret hr --out hr.secret');
    expect(rotated.stdout).toBe('');
    expect(readFileSync(join(shell.folder, 'hr.secret'), 'utf8')).toMatch(/^whsec_\S+\n$/u);
    expect(await portico('webhooks replay hr')).toMatchObject({ code: 2 });
    expect(await portico('webhooks disable hr -q')).toMatchObject({ code: 0 });
    expect(await portico('webhooks remove hr --yes -q')).toMatchObject({ code: 0 });
    expect(await portico('webhooks show hr')).toMatchObject({ code: 3 });
  } finally {
    receiver.closeAllConnections();
    receiver.close();
  }
});
