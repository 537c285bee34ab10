import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from './tooling/root.mjs';

const pages = globSync(['*.md', 'docs/**/*.md', 'packages/*/*.md', 'apps/*/*.md'], { cwd: root });

const headingsOf = (text: string): readonly string[] =>
  [...text.matchAll(/^#+ (.*)$/gmu)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} -]/gu, '')
      .replaceAll(' ', '-'),
  );

test('Every link within the documents MUST lead somewhere', () => {
  expect(pages.length).toBeGreaterThan(20);
  const broken: string[] = [];
  for (const page of pages) {
    const text = readFileSync(join(root, page), 'utf8').replaceAll(/^```.*?^```$/gmsu, '');
    for (const [, target = ''] of text.matchAll(/\]\(([^)\s]+)\)/gu)) {
      if (/^[a-z]+:/u.test(target)) continue;
      const [path = '', anchor] = target.split('#');
      const file = join(root, path === '' ? page : join(dirname(page), path));
      const leads =
        existsSync(file) && (anchor === undefined || headingsOf(readFileSync(file, 'utf8')).includes(anchor));
      if (!leads) broken.push(`${page}: ${target}`);
    }
  }
  expect(broken).toEqual([]);
});
