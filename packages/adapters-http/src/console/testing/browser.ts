import { chromium, type Browser, type BrowserContextOptions } from 'playwright-core';

const executablePath = process.env['PORTICO_TEST_CHROMIUM'] ?? '/usr/bin/chromium';

const args = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export type WindowOptions = BrowserContextOptions;

/** The system's Chromium, with a profile that goes when it is closed. */
export const openBrowser = async (): Promise<{
  readonly browser: Browser;
  window(options?: WindowOptions): ReturnType<Browser['newContext']>;
}> => {
  const browser = await chromium.launch({ executablePath, args, headless: true });
  return {
    browser,
    window: (options = {}) => browser.newContext({ locale: 'zh-CN', timezoneId: 'Asia/Shanghai', ...options }),
  };
};
