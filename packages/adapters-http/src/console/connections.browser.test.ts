import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { openBrowser, type WindowOptions } from './testing/browser.ts';
import { serveConsole } from './testing/serve-console.ts';

let opened: Awaited<ReturnType<typeof openBrowser>>;
let closing: (() => Promise<void>)[] = [];

beforeAll(async () => {
  opened = await openBrowser();
});
afterEach(async () => {
  for (const close of closing.reverse()) await close();
  closing = [];
});
afterAll(async () => {
  await opened.browser.close();
});

const openPage = async (options: WindowOptions = {}) => {
  const served = await serveConsole({ sandboxes: [], options: { liveMs: 200 } });
  closing.push(() => served.close());
  const window = await opened.window(options);
  closing.push(() => window.close());
  const page = await window.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.setDefaultTimeout(20_000);
  await page.goto(served.bed.signIn.create(served.bed.admin).url);
  await page.waitForURL(`${served.url}/`);
  return { page, complaints, served };
};

const beyond = (page: Page): Promise<unknown> =>
  page.evaluate('Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)');

/** Controls that nobody can name. Runs in the page. */
const unnamed = `[...document.querySelectorAll('input:not([type=hidden]), select, textarea')]
  .filter((control) => control.labels.length === 0).map((control) => control.name)`;

it.each([
  ['zh-CN', 360],
  ['en-US', 1280],
] as const)(
  'MUST connect an engine, people and a webhook in %s at %i pixels by the keyboard and a file, with everything in sight',
  async (locale, width) => {
    const { page, complaints, served } = await openPage({ locale, viewport: { width, height: 800 } });
    const { bed, url } = served;
    const fits = async (): Promise<void> => {
      await page.getByRole('heading', { level: 1 }).waitFor();
      expect([page.url(), await beyond(page), await page.evaluate(unnamed)]).toEqual([page.url(), 0, []]);
    };
    const task = {
      processId: 'leave',
      subject: '张三的请假申请',
      status: 'initialized',
      changedAt: 1_000,
      createdAt: 1_000,
    } as const;
    bed.asked.engine.put({ ...task, taskId: 'T-1', assignees: ['T001'] });
    bed.asked.engine.put({ ...task, taskId: 'T-2', assignees: ['x'.repeat(500)] });

    await page.goto(`${url}/new-source?kind=fake`);
    await fits();
    await page.locator('[name="code"]').fill('oa');
    await page.locator('[name="name"]').fill('OA');
    await page.locator('[name="sweep.on"]').check();
    await page.locator('[name="name"]').press('Enter');
    await page.waitForURL(/\/sources\/oa/);
    await fits();
    await page.locator('form[action="/sources/oa/test"] button').focus();
    await page.keyboard.press('Enter');
    await page.locator('[data-question="open"][data-rows="2"]').waitFor();
    await fits();

    await page.goto(`${url}/people?space=corp`);
    await page.locator('input[type="file"]').setInputFiles({
      name: 'people.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('personId,remoteId\nT001,ou-1\n'),
    });
    await page.locator('button[name="dryRun"]').click();
    await page.locator('#uploaded[data-dry-run="true"][data-rejected="1"]').waitFor();
    await fits();

    await page.goto(`${url}/new-webhook`);
    await page.locator('[name="code"]').fill('oa');
    await page.locator('[name="name"]').fill('OA');
    await page.locator('[name="url"]').fill('https://oa.example.edu/hooks');
    await page.locator('[name="url"]').press('Enter');
    await page.locator('#secret-text').waitFor();
    await fits();
    await page.goto(`${url}/webhooks/oa`);
    await page.locator('form[action="/webhooks/oa/test"] button').click();
    await page.waitForURL(/\/webhooks\/oa\/messages\//);
    await fits();

    expect(bed.calls).toContainEqual(['people-upload', 'corp', 'personId,remoteId\nT001,ou-1\n', true]);
    expect(complaints).toEqual([]);
  },
  120_000,
);

it('MUST keep a half-written reason for a silence while the page refreshes, and silence with it', async () => {
  const { page, complaints, served } = await openPage();
  (await served.bed.alerts.watch())._unsafeUnwrap();
  await page.goto(`${served.url}/alerts`);
  const card = page.locator('[data-rule="job-failed"][data-phase="firing"]');
  await card.locator('summary').click();
  await card.locator('[name="reason"]').pressSequentially('升级中');
  const asked = (): Promise<unknown> => page.waitForResponse((response) => response.url().endsWith('/alerts'));
  await asked();
  await asked();
  expect(await card.locator('[name="reason"]').inputValue()).toBe('升级中');
  await card.locator('[name="reason"]').press('Enter');
  await page.locator('[data-silence]').waitFor();
  expect((await served.bed.alerts.listSilences('default'))._unsafeUnwrap()).toMatchObject([{ reason: '升级中' }]);
  expect(complaints).toEqual([]);
}, 120_000);
