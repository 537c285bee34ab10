import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort, runCli, startServerProcess, type ServerProcess } from './testing/server-process.ts';

let dataDir: string;
let server: ServerProcess;
let browser: Browser;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'portico-console-'));
  server = await startServerProcess(dataDir, await freePort());
  browser = await chromium.launch({
    executablePath: process.env['PORTICO_TEST_CHROMIUM'] ?? '/usr/bin/chromium',
    args: [
      '--headless=new',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
});
afterAll(async () => {
  await browser.close();
  await server.stop('SIGKILL');
  rmSync(dataDir, { recursive: true, force: true });
});

test('MUST take a newcomer from the sign-in link to a to-do that stands at four task centers', async () => {
  const link = (await runCli(['sign-in'], { PORTICO_DATA_DIR: dataDir })).output.trim();
  const page = await (await browser.newContext({ locale: 'en' })).newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.setDefaultTimeout(15_000);

  await page.goto(link);
  await page.waitForURL(`${server.url}/`);
  await page.goto(`${server.url}/try`);
  await page.locator('main form button.primary[type=submit]').first().click();
  await page.locator('main a[href^="/todos/"]').first().click();
  await page.waitForURL(/\/todos\/.+/u);

  // Each platform's card turns to agreed by itself, and the timeline shows event, plan and attempts.
  await expect
    .poll(() => page.locator('main').getByText('agreed', { exact: true }).count(), { timeout: 20_000 })
    .toBe(4);
  const timeline = await page.locator('main').innerText();
  for (const part of ['receive', 'Plan: create', 'done']) expect(timeline).toContain(part);
  await page.locator('main details').filter({ hasText: 'create' }).first().locator('summary').click();
  await expect.poll(() => page.locator('main').innerText()).toContain('POST');

  const before = await page.locator('main').getByText('Plan:').count();
  await page.getByRole('button', { name: 'Push all now' }).click();
  await expect
    .poll(() => page.locator('main').getByText('agreed', { exact: true }).count(), { timeout: 20_000 })
    .toBe(4);
  expect(await page.locator('main').getByText('Plan:').count()).toBeGreaterThanOrEqual(before);

  await page.goto(`${server.url}/sandboxes`);
  await expect
    .poll(() => page.locator('main').getByText('张三的请假申请').count(), { timeout: 20_000 })
    .toBeGreaterThanOrEqual(4);
  expect(complaints).toEqual([]);

  // The link worked once.
  const stranger = await (await browser.newContext()).newPage();
  await stranger.goto(link);
  await stranger.waitForLoadState('networkidle');
  expect(new URL(stranger.url()).pathname).toBe('/sign-in');
});
