import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../tooling/root.mjs';

const read = (file: string): string => readFileSync(join(root, file), 'utf8');

test('The image MUST run the Node that the workspace pins, in both stages', () => {
  const pinned = /^ {2}node: (\S+)$/mu.exec(read('pnpm-workspace.yaml'))?.[1];
  const images = [...read('Dockerfile').matchAll(/^FROM (\S+)/gmu)].map(([, image]) => image);
  expect(images).toHaveLength(2);
  for (const image of images) expect(image).toBe(`node:${pinned}-bookworm-slim`);
});

test('No password of compose.yaml MUST have a value, and no port be open to the network', () => {
  const text = read('compose.yaml');
  const secrets = [...text.matchAll(/\$\{(\w*(?:PASSWORD|SECRET)\w*)([^}]*)\}/gu)];
  expect(secrets.length).toBeGreaterThan(5);
  for (const [, name, rest] of secrets) expect(`${name}${rest}`).toBe(`${name}:?`);
  const ports = [...text.matchAll(/^ *ports: (.*)$/gmu)].map(([, value]) => value);
  expect(ports).toEqual(["['127.0.0.1:3000:3000']"]);
});

test('Every image of compose.yaml MUST be pinned to a version', () => {
  const images = [...read('compose.yaml').matchAll(/^ *image: (\S+)$/gmu)].map(([, image]) => image ?? '');
  expect(images.length).toBeGreaterThan(3);
  for (const image of images) expect(image).toMatch(/^(?:portico:\$\{PORTICO_VERSION:-local\}|\w+:\d+\.\d+)$/u);
});
