import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** Seen from `src/console` and from `dist/console` alike: the files are published in `src` only. */
const own = (name: string): string =>
  readFileSync(new URL(`../../src/console/assets/${name}`, import.meta.url), 'utf8');

const htmx = (): string => readFileSync(createRequire(import.meta.url).resolve('htmx.org/dist/htmx.min.js'), 'utf8');

const styles = [
  'theme.css',
  'base.css',
  'frame.css',
  'parts.css',
  'tables.css',
  'forms.css',
  'pages.css',
  'operations.css',
  'setup-pages.css',
  'connections.css',
];

export interface Asset {
  readonly type: string;
  readonly body: string;
  /** Changes with the body. */
  readonly tag: string;
}

const asset = (type: string, body: string): Asset => ({
  type,
  body,
  tag: createHash('sha256').update(body).digest('base64url').slice(0, 12),
});

const script = 'text/javascript; charset=utf-8';

const assets = {
  'console.css': asset('text/css; charset=utf-8', styles.map(own).join('\n')),
  'console.js': asset(script, own('console.js')),
  'icon.svg': asset('image/svg+xml', own('icon.svg')),
  'htmx.js': asset(script, htmx()),
};

export type AssetName = keyof typeof assets;

const isAsset = (name: string): name is AssetName => Object.hasOwn(assets, name);

export const findAsset = (name: string): Asset | null => (isAsset(name) ? assets[name] : null);

/** An address that may be kept for ever: another body gets another address. */
export const assetAddress = (name: AssetName): string => `/assets/${name}?v=${assets[name].tag}`;
