import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, type WindowOptions } from './testing/browser.ts';
import { serveConsole } from './testing/serve-console.ts';

let opened: Awaited<ReturnType<typeof openBrowser>>;
let served: Awaited<ReturnType<typeof serveConsole>>;
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

const openPage = async (
  options: WindowOptions = {},
  liveMs = 200,
): Promise<{ readonly page: Page; readonly complaints: string[] }> => {
  served = await serveConsole({ sandboxes: [], options: { liveMs } });
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
  return { page, complaints };
};

const busy = new URLSearchParams({
  platform: 'weaver-ofs',
  standing: 'failing',
  cause: '服务繁忙，请稍后再试 (503)',
}).toString();

const addresses = (job: string): readonly string[] => [
  '/',
  '/todos',
  '/todos/T-1%3AT001',
  '/failures',
  `/failures/group?${busy}`,
  `/failures/group?${busy}&ask=withdraw`,
  '/undecidable',
  '/platforms',
  '/platforms/weaver-ofs',
  '/platforms/weaver-ofs/profile',
  '/platforms/own/profile',
  '/new-platform',
  '/new-platform?kind=profile',
  '/statistics?range=7d',
  '/jobs',
  `/jobs/${job}`,
  '/sweeps',
  '/repush',
  '/repush?mode=all',
  '/sources',
  '/new-source',
  '/people?space=corp',
  '/webhooks',
  '/new-webhook',
  '/alerts',
  '/alerts/rules/parked',
  '/try',
];

/** What a page lacks for people who do not see it, or have no mouse. Runs in the page. */
const faults = `(() => {
  const faults = [];
  const levels = [...document.querySelectorAll('main h1, main h2, main h3, main h4, main h5')]
    .filter((heading) => heading.checkVisibility())
    .map((heading) => Number(heading.tagName[1]));
  if (levels.filter((level) => level === 1).length !== 1) faults.push('headings of the first level: ' + levels.join());
  for (const control of document.querySelectorAll('input:not([type=hidden]), select, textarea')) {
    const named = control.labels.length > 0 || control.hasAttribute('aria-label') || control.hasAttribute('aria-labelledby');
    if (!named) faults.push('no label: ' + control.name);
  }
  for (const one of document.querySelectorAll('a, button, summary'))
    if (one.checkVisibility() && one.textContent.trim() === '') faults.push('no words: ' + one.outerHTML.slice(0, 80));
  for (const drawing of document.querySelectorAll('svg[role=img]')) {
    const ids = (drawing.getAttribute('aria-labelledby') ?? '').split(' ');
    if (!drawing.hasAttribute('aria-label') && !ids.every((id) => document.getElementById(id)?.textContent.trim()))
      faults.push('a drawing without words');
  }
  for (const one of document.querySelectorAll('[tabindex]')) if (one.tabIndex > 0) faults.push('a place of its own in the order');
  return faults;
})()`;

/** What has the focus, and whether one sees that. Runs in the page. */
const focused = `(() => {
  const one = document.activeElement;
  if (one === null || one === document.body) return null;
  const style = getComputedStyle(one);
  const box = one.getBoundingClientRect();
  return {
    isSeen: style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) > 0,
    isThere: box.width > 0 && box.height > 0,
    name: one.outerHTML.slice(0, 100),
  };
})()`;

describe('the pages of operators', () => {
  it.each([
    ['zh-CN', 360],
    ['zh-CN', 1280],
    ['en-US', 360],
    ['en-US', 1280],
  ] as const)(
    'MUST fit in %s at %i pixels, with headings, labels and words for every drawing',
    async (locale, width) => {
      const { page, complaints } = await openPage({ locale, viewport: { width, height: 800 } });
      const { id } = await served.bed.world.begin();
      await served.bed.world.write(id, { done: 4 }, [{ level: 'info', text: 'a line '.repeat(30) }]);
      const profile = { name: { 'zh-CN': '自建', en: 'own '.repeat(60) }, operations: [] };
      const draft = { code: 'own', kind: 'profile', name: '自建', baseUrl: 'https://todo.example.edu', profile };
      (await served.bed.taskCenter.createPlatform('default', draft))._unsafeUnwrap();
      for (const path of addresses(id)) {
        await page.goto(`${served.url}${path}`);
        await page.getByRole('heading', { level: 1 }).waitFor();
        const beyond = await page.evaluate(
          'Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)',
        );
        expect([path, width, beyond, await page.evaluate(faults)]).toEqual([path, width, 0, []]);
        expect(await page.evaluate('document.documentElement.lang')).toBe(locale === 'zh-CN' ? 'zh-CN' : 'en');
      }
      expect(complaints).toEqual([]);
    },
    120_000,
  );

  it.each([360, 1280])(
    'MUST let the keyboard go from the skip link through the page and out of it at %i pixels, and show where it is',
    async (width) => {
      const { page } = await openPage({ viewport: { width, height: 800 } });
      for (const path of ['/', '/failures', `/failures/group?${busy}`, '/statistics', '/sweeps']) {
        await page.goto(`${served.url}${path}`);
        await page.getByRole('heading', { level: 1 }).waitFor();
        await page.keyboard.press('Tab');
        expect(await page.evaluate('document.activeElement?.className')).toBe('skip');
        const seen = new Set<string>();
        let left = false;
        for (let step = 0; step < 150; step += 1) {
          await page.keyboard.press('Tab');
          const at = (await page.evaluate(focused)) as { isSeen: boolean; isThere: boolean; name: string } | null;
          if (at === null || at.name.includes('class="skip"')) {
            left = true;
            break;
          }
          expect([path, at]).toEqual([path, { ...at, isSeen: true, isThere: true }]);
          seen.add(at.name);
        }
        expect([path, left]).toEqual([path, true]);
        expect(seen.size).toBeGreaterThan(5);
      }
    },
    120_000,
  );

  it('MUST lead from what needs attention to a decision about a whole group, with the keyboard alone', async () => {
    const { page, complaints } = await openPage();
    await page.locator('.attention-item[data-kind="refused"] a').focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/failures\?platform=weaver-ofs/);
    await page.locator('.failure-card[data-standing="failing"] footer a').focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/failures\/group/);
    await page.getByRole('link', { name: '立即推送…' }).focus();
    await page.keyboard.press('Enter');
    await page.locator('#trial[data-matched="208"]').waitFor();
    await page.getByRole('button', { name: '确认：立即推送 208 个' }).focus();
    await page.keyboard.press('Enter');
    await page.locator('#report[data-decided="200"]').waitFor();
    expect(served.bed.calls.map(([name]) => name)).toEqual(['decide-group']);
    expect(complaints).toEqual([]);
  });

  it('MUST follow a job as it goes on, told by its stream', async () => {
    // Nothing is asked by the clock within this test: what moves, the stream has told.
    const { page, complaints } = await openPage({}, 10 * 60_000);
    const { id } = await served.bed.world.begin();
    await page.goto(`${served.url}/jobs/${id}`);
    await page.getByText('0 / 10').waitFor();
    await served.bed.world.write(id, { done: 7 }, [{ level: 'info', text: 'seven objects differed' }]);
    await page.getByText('7 / 10').waitFor();
    await page.getByText('seven objects differed').waitFor();
    expect(complaints).toEqual([]);
  });
});
