import { expect, test } from 'vitest';
import { updateResultsPage } from './results-page.ts';

const titles = (page: string): readonly string[] => page.split('\n').filter((line) => line.startsWith('## '));

test('MUST put new sections in the place of their earlier ones and keep the others, in order', () => {
  const order = ['A', 'B', 'C'];
  const first = updateResultsPage('', ['## C\n\nold c', '## A\n\nold a'], order);
  expect(titles(first)).toEqual(['## A', '## C']);
  const second = updateResultsPage(first, ['## B\n\nnew b', '## C\n\nnew c'], order);
  expect(titles(second)).toEqual(['## A', '## B', '## C']);
  expect(second).toContain('old a');
  expect(second).not.toContain('old c');
  expect(updateResultsPage(second, [], order)).toBe(second);
});

test('MUST drop sections that nobody measures any more', () => {
  expect(titles(updateResultsPage('# Page\n\n## Gone\n\ntext', ['## A\n\na'], ['A']))).toEqual(['## A']);
});
