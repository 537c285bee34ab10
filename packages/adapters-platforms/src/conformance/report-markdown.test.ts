import { expect, test } from 'vitest';
import type { ConformanceReport } from './finding.ts';
import { words } from './finding.ts';
import { reportMarkdown } from './report-markdown.ts';

const report = (body: string, note: string): ConformanceReport => ({
  profile: words('A | school', '某校'),
  mode: 'live',
  baseUrl: 'https://todo.example.edu',
  startedAt: '2026-11-21T00:00:00.000Z',
  capabilities: { identity: true },
  passed: false,
  complete: true,
  counts: { kept: 0, broken: 1, unseen: 0, 'not-claimed': 0, 'no-sample': 0, skipped: 0 },
  requests: 1,
  findings: [
    {
      promise: 'show',
      title: words('A to-do is shown', '待办能够送达'),
      why: words('Why.', '原因。'),
      verdict: 'broken',
      note: words(note, note),
      steps: [
        {
          what: words('create', '创建'),
          came: 'refused: <b>no</b>',
          exchanges: [
            {
              purpose: 'push',
              atMs: 0,
              durationMs: 1,
              request: { method: 'POST', url: 'https://todo.example.edu/save', headers: { a: 'b' }, body: '{"id":1}' },
              response: { status: 200, headers: { 'content-type': 'text/html' }, body },
              error: null,
            },
          ],
        },
      ],
    },
  ],
  left: ['assignee:S:T:P'],
});

test('A report MUST say each promise, request and answer, in the language that was asked for', () => {
  const english = reportMarkdown(report('ok', 'no'), 'en');
  expect(english).toContain('**Not passed**');
  expect(english).toContain('| A to-do is shown<br><sub>Why.</sub> | ✗ broken | no |');
  expect(english).toContain(
    'POST https://todo.example.edu/save\na: b\n\n{\n  "id": 1\n}\n\n→ HTTP 200\ncontent-type: text/html\n\nok',
  );
  expect(english).toContain('`assignee:S:T:P`');
  const chinese = reportMarkdown(report('ok', '否'), 'zh-CN');
  expect(chinese).toContain('# 任务中心对接检查报告: 某校');
  expect(chinese).toContain('✗ 不符合');
});

test('A report MUST stay whole, whatever a vendor answers', () => {
  const written = reportMarkdown(report('```\n</pre><script>alert(1)</script>\n````', 'a | b\n<img src=x>'), 'en');
  const [row] = written.split('\n').filter((line) => line.includes('A to-do is shown<br>'));
  expect(row).toContain('a \\| b &lt;img src=x>');
  expect(written).toContain('came to: refused: &lt;b>no&lt;/b>');
  // The fence is longer than any in the answer, and both of its ends are there.
  expect(written.split('\n').filter((line) => /^`{5}(?:http)?$/u.test(line))).toEqual(['`````http', '`````']);
});
