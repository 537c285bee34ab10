import { broken, words } from './finding.ts';
import { always } from './promise.ts';
import type { ConformancePromise } from './promise.ts';
import { shownPromises } from './shown-promises.ts';
import { contextOf } from './subject.ts';
import { trustPromises } from './trust-promises.ts';

/** Without it nothing else is tried. */
const connection: ConformancePromise = {
  id: 'connection',
  title: { 'zh-CN': '地址与凭据有效', en: 'Address and credentials are good' },
  why: { 'zh-CN': '检查本身不改变任何人看到的内容。', en: 'The test changes nothing that people see.' },
  claimed: always,
  run: async (kit) => {
    const answer = await kit.patiently(() => kit.platform.testConnection(contextOf()));
    kit.step(words('prove the connection', '连接测试'), answer);
    const { outcome } = answer;
    if (outcome.kind === 'done') return null;
    const came = `${outcome.kind}: ${outcome.reason}`;
    throw broken(came, came);
  },
};

/** Everything that is checked, in order. */
export const promises: readonly ConformancePromise[] = [connection, ...shownPromises, ...trustPromises];
