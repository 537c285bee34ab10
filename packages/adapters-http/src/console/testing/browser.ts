import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext } from 'playwright-core';

const executablePath = process.env['PORTICO_TEST_CHROMIUM'] ?? '/usr/bin/chromium';

const args = [
  '--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
];

export type BrowserOptions = NonNullable<Parameters<typeof chromium.launchPersistentContext>[1]>;

/** The system's Chromium with a profile of its own, which goes when it is closed. */
export const openBrowser = async (options: BrowserOptions = {}): Promise<{ readonly browser: BrowserContext; close(): Promise<void> }> => {
  const profile = mkdtempSync(join(tmpdir(), 'portico-browser-'));
  const browser = await chromium.launchPersistentContext(profile, { executablePath, args, headless: true, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', ...options });
  return {
    browser,
    async close() {
      await browser.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
};
