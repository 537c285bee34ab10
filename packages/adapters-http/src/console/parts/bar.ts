import { html } from 'hono/html';
import type { Html } from '../view.ts';
import type { Tone } from './badge.ts';

export interface Portion {
  readonly tone: Tone;
  readonly label: string;
  readonly count: number;
}

const width = 240;
const gap = 1;
const least = 3;

/** Portions of a whole as one bar. What is there at all is seen, however small; the label says the numbers. */
export const bar = (portions: readonly Portion[], label: string): Html => {
  const shown = portions.filter(({ count }) => count > 0);
  const total = shown.reduce((sum, { count }) => sum + count, 0);
  const room = width - gap * Math.max(0, shown.length - 1) - least * shown.length;
  let x = 0;
  const pieces = shown.map(({ tone, label: name, count }) => {
    const length = least + (room * count) / total;
    const piece = html`<rect class="fill-${tone}" x="${x.toFixed(2)}" y="0" width="${length.toFixed(2)}" height="8"
      ><title>${name}: ${count}</title></rect
    >`;
    x += length + gap;
    return piece;
  });
  return html`<svg class="bar" viewBox="0 0 ${width} 8" preserveAspectRatio="none" role="img" aria-label="${label}">
    <rect class="bar-ground" x="0" y="0" width="${width}" height="8"></rect>
    ${pieces}
  </svg>`;
};
