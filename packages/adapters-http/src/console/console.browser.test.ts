import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, type WindowOptions } from './testing/browser.ts';
import { startFakeSandboxes, type FakeSandboxes } from './testing/fake-sandboxes.ts';
import { sampleMark } from './testing/sample-data.ts';
import { serveConsole } from './testing/serve-console.ts';

let opened: Awaited<ReturnType<typeof openBrowser>>;
let sandboxes: FakeSandboxes;
let served: Awaited<ReturnType<typeof serveConsole>>;
let closing: (() => Promise<void>)[] = [];

beforeAll(async () => {
  opened = await openBrowser();
  sandboxes = await startFakeSandboxes(['jinzhi', 'weaver-ofs', 'tongyidaiban', 'ability-center']);
});
afterEach(async () => {
  for (const close of closing.reverse()) await close();
  closing = [];
});
afterAll(async () => {
  await opened.browser.close();
  await sandboxes.close();
});

interface Visited {
  readonly page: Page;
  /** What the browser complained about: errors of scripts, of the content security policy, of files that are missing. */
  readonly complaints: string[];
}

const openPage = async (options: WindowOptions = {}): Promise<Visited> => {
  served = await serveConsole({ sandboxes: sandboxes.addresses, options: { liveMs: 150 } });
  closing.push(() => served.close());
  const window = await opened.window(options);
  closing.push(() => window.close());
  const page = await window.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.setDefaultTimeout(15_000);
  return { page, complaints };
};

const signIn = async (page: Page): Promise<void> => {
  await page.goto(served.bed.signIn.create(served.bed.admin).url);
  await page.waitForURL(`${served.url}/`);
};

describe('the console in a browser', () => {
  it('MUST sign in by a link, once, and come back to where the visitor wanted to go', async () => {
    const { page, complaints } = await openPage();
    await page.goto(`${served.url}/todos?state=open`);
    expect(page.url()).toBe(`${served.url}/sign-in?next=%2Ftodos%3Fstate%3Dopen`);
    await page.getByLabel('API 密钥').fill('pk_admin');
    await page.getByRole('button', { name: '登录' }).click();
    await page.waitForURL(`${served.url}/todos?state=open`);
    await page.getByRole('button', { name: '退出登录' }).click();
    await page.waitForURL(/\/sign-in/);
    expect(complaints).toEqual([]);
    const { url } = served.bed.signIn.create(served.bed.admin);
    await page.goto(url);
    await page.waitForURL(`${served.url}/`);
    await page.getByRole('button', { name: '退出登录' }).click();
    await page.goto(url);
    await page.getByText('链接无效').waitFor();
  });

  it('MUST show every page without a complaint of the browser and without scrolling sideways, wide and narrow, light and dark', async () => {
    const { page, complaints } = await openPage({ locale: 'en-US' });
    await signIn(page);
    for (const [width, colorScheme] of [
      [1360, 'light'],
      [390, 'dark'],
    ] as const) {
      await page.setViewportSize({ width, height: 844 });
      await page.emulateMedia({ colorScheme });
      for (const path of [
        '/',
        '/todos',
        '/todos/T-1%3AT001',
        '/platforms',
        '/platforms/jinzhi',
        '/new-platform',
        '/new-platform?kind=profile',
        '/sandboxes',
        '/try',
      ]) {
        await page.goto(`${served.url}${path}`);
        await page.getByRole('heading', { level: 1 }).waitFor();
        const beyond = await page.evaluate(
          'Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)',
        );
        expect([path, width, beyond]).toEqual([path, width, 0]);
      }
    }
    expect(complaints).toEqual([]);
  });

  it('MUST follow what changes, and keep what is unfolded, focused and chosen', async () => {
    const { page, complaints } = await openPage();
    await signIn(page);
    await page.goto(`${served.url}/todos/T-1%3AT001`);
    const attempt = page.locator('#attempt-jinzhi-1');
    await attempt.locator('summary').click();
    await page.locator('#mark-weaver-ofs[data-sync="failing"]').waitFor();
    const found = served.bed.todos[0];
    if (found === undefined) throw new Error('the samples have a first to-do');
    served.bed.todos[0] = {
      ...found,
      marks: found.marks.map((mark) => (mark.platform === 'weaver-ofs' ? sampleMark('weaver-ofs', 'agreed') : mark)),
    };
    await page.locator('#mark-weaver-ofs[data-sync="agreed"]').waitFor();
    expect(await attempt.getAttribute('open')).not.toBeNull();
    expect(await page.evaluate('document.activeElement?.closest("details")?.id')).toBe('attempt-jinzhi-1');
    expect(complaints).toEqual([]);
  });

  it('MUST say so when the server is gone, and recover by itself', async () => {
    const { page } = await openPage();
    await signIn(page);
    served.bed.isDown = true;
    await page.locator('#offline').waitFor({ state: 'visible' });
    expect(await page.locator('.platform-card').count()).toBe(4);
    served.bed.isDown = false;
    await page.locator('#offline').waitFor({ state: 'hidden' });
  });

  it('MUST decide with the keyboard alone, after asking', async () => {
    const { page } = await openPage();
    await signIn(page);
    await page.goto(`${served.url}/todos/T-1%3AT001`);
    await page.locator('#withdraw-jinzhi > summary').focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('已安排从平台撤回').waitFor();
    await page.locator('#mark-jinzhi[data-sync="withdrawn"]').waitFor();
    expect(served.bed.calls).toEqual([['decide', 'T-1:T001', 'jinzhi', 'withdraw', 'console']]);
    expect(page.url()).not.toContain('notice');
  });

  it('MUST say a mark in words on focus', async () => {
    const { page } = await openPage();
    await signIn(page);
    await page.goto(`${served.url}/todos`);
    const mark = page.locator('[id="todo-T-1:T001"] .mark[data-platform="tongyidaiban"]');
    expect(await mark.locator('.tip').isVisible()).toBe(false);
    await mark.focus();
    expect(await mark.locator('.tip').innerText()).toContain('平台拒绝接收');
  });

  it('MUST filter by form and keep the filters in the address', async () => {
    const { page } = await openPage();
    await signIn(page);
    await page.goto(`${served.url}/todos`);
    await page.keyboard.press('/');
    await page.keyboard.type('采购');
    await page.getByLabel('状态', { exact: true }).selectOption('open');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: '筛选' }).click();
    await page.waitForURL(/q=%E9%87%87%E8%B4%AD&state=open/);
    const titles = await page.locator('td.subject > a').allInnerTexts();
    expect(titles.length).toBeGreaterThan(0);
    expect(titles.every((title) => title.includes('采购'))).toBe(true);
  });

  it('MUST send a sample event and lead to its to-do', async () => {
    const { page, complaints } = await openPage();
    await signIn(page);
    await page.getByRole('link', { name: '发送示例事件' }).first().click();
    await page.getByRole('button', { name: '发送“接收”事件' }).click();
    await page.getByText('事件已接收').waitFor();
    await page.getByRole('button', { name: '催办' }).click();
    await page.getByText('事件已接收').waitFor();
    await page.getByRole('link', { name: '张三的请假申请' }).click();
    await page.getByRole('heading', { level: 1, name: '张三的请假申请' }).waitFor();
    expect(served.bed.events.map(({ action }) => action)).toEqual(['receive', 'urge']);
    expect(complaints).toEqual([]);
  });

  it('MUST show the sandboxes side by side, hostile contents and all, and make them fail', async () => {
    const { page, complaints } = await openPage();
    await signIn(page);
    await page.goto(`${served.url}/sandboxes`);
    const jinzhi = page.locator('#sandbox-jinzhi');
    await jinzhi.getByText('<img src=x onerror=alert(1)>').waitFor();
    expect(await page.locator('a[href^="javascript"]').count()).toBe(0);
    await page.locator('#sandbox-gone').getByText('无法连接沙箱').waitFor();
    const weaver = page.locator('#sandbox-weaver-ofs');
    await weaver.getByText('故障设置').click();
    await weaver.getByLabel('失败比例（0–1）', { exact: true }).fill('0.3');
    await weaver.getByRole('button', { name: '应用' }).click();
    await weaver.getByText('故障中').waitFor();
    expect(sandboxes.faults['weaver-ofs']).toMatchObject({ failRate: 0.3 });
    await weaver.getByText('故障设置').click();
    await weaver.getByRole('button', { name: '全部恢复正常' }).click();
    await weaver.getByText('故障中').waitFor({ state: 'hidden' });
    await page.getByLabel('处理人 ID').fill('T002');
    await page.getByRole('button', { name: '查看' }).click();
    await page.waitForURL(/assignee=T002/);
    expect(await jinzhi.locator('.seen').count()).toBe(1);
    expect(complaints).toEqual([]);
  });

  it('MUST switch the language and stay on the page', async () => {
    const { page } = await openPage();
    await signIn(page);
    await page.goto(`${served.url}/todos?state=done`);
    await page.getByRole('link', { name: 'English' }).click();
    await page.getByRole('heading', { level: 1, name: 'To-dos' }).waitFor();
    expect(page.url()).toBe(`${served.url}/todos?state=done`);
  });

  it('MUST point at the field that is wrong', async () => {
    const { page } = await openPage();
    await signIn(page);
    await page.goto(`${served.url}/platforms/jinzhi`);
    await page.getByLabel('应用 ID').fill('taken');
    await page.getByRole('button', { name: '保存' }).click();
    await page.getByRole('alert').getByRole('link', { name: 'settings.appId' }).click();
    expect(await page.evaluate('location.hash')).toBe('#field-settings-appId');
    expect(await page.getByLabel('应用 ID').getAttribute('aria-invalid')).toBe('true');
  });
});
