import { styleText } from 'node:util';

export type Tone = 'good' | 'bad' | 'wait' | 'dim' | 'strong' | 'plain';

const formats = { good: 'green', bad: 'red', wait: 'yellow', dim: 'dim', strong: 'bold' } as const;

/** Paints a text; without colours it answers it as it is. */
export type Paint = (tone: Tone, text: string) => string;

export const plainPaint: Paint = (_tone, text) => text;

/** Colours on a terminal that has them, unless a person wants none (https://no-color.org: any value that is not empty). */
export const choosePaint = (
  isTerminal: boolean,
  refused: boolean,
  env: Readonly<Record<string, string | undefined>>,
): Paint => {
  if (!isTerminal || refused || (env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb') return plainPaint;
  return (tone, text) => (tone === 'plain' ? text : styleText(formats[tone], text, { validateStream: false }));
};

const tones: Readonly<Record<string, Tone>> = {
  agreed: 'good',
  done: 'good',
  finished: 'good',
  ok: 'good',
  ready: 'good',
  closed: 'good',
  open: 'plain',
  running: 'wait',
  pending: 'wait',
  paused: 'wait',
  deferred: 'wait',
  interrupted: 'wait',
  released: 'wait',
  'half-open': 'wait',
  firing: 'bad',
  failing: 'bad',
  failed: 'bad',
  refused: 'bad',
  exhausted: 'bad',
  undecidable: 'bad',
  unknown: 'bad',
  credentials: 'bad',
  poison: 'bad',
  error: 'bad',
  withdrawn: 'dim',
  ignored: 'dim',
  cancelled: 'dim',
};

/** How a state of the API is painted. */
export const toneOf = (word: string): Tone => tones[word] ?? 'plain';
