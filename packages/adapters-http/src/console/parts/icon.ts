import { raw } from 'hono/html';
import type { Html } from '../view.ts';

/** Drawn on a 16 by 16 grid with a stroke of the text's colour. */
const shapes = {
  check: '<path d="M3 8.5l3.2 3.2L13 5"/>',
  clock: '<circle cx="8" cy="8" r="6"/><path d="M8 4.5V8l2.4 1.6"/>',
  retry: '<path d="M13 8a5 5 0 1 1-1.5-3.6"/><path d="M13 2.5v3h-3"/>',
  cross: '<path d="M4 4l8 8M12 4l-8 8"/>',
  stop: '<circle cx="8" cy="8" r="6"/><path d="M4 12L12 4"/>',
  question: '<path d="M5.8 6a2.2 2.2 0 1 1 3.3 1.9c-.8.5-1.1.9-1.1 1.7"/><path d="M8 12.2v.3"/>',
  bolt: '<path d="M9 1.8L3.8 9H8l-1 5.2L12.2 7H8z"/>',
  hourglass:
    '<path d="M4.5 2.5h7M4.5 13.5h7M5 2.5c0 3 2 4 3 5.5 1-1.5 3-2.5 3-5.5M5 13.5c0-3 2-4 3-5.5 1 1.5 3 2.5 3 5.5"/>',
  undo: '<path d="M3 6.5h6.5a3.5 3.5 0 0 1 0 7H6"/><path d="M5.8 3.5L2.8 6.5l3 3"/>',
  eyeOff: '<path d="M2 8s2.2-4 6-4 6 4 6 4-2.2 4-6 4-6-4-6-4z"/><path d="M3 13L13 3"/>',
  play: '<path d="M5 3.5v9l7-4.5z"/>',
  pause: '<path d="M5.5 3.5v9M10.5 3.5v9"/>',
  plug: '<path d="M6 2v3M10 2v3M4.5 5h7v2.5a3.5 3.5 0 0 1-7 0zM8 11v3"/>',
  key: '<circle cx="5.5" cy="10.5" r="3"/><path d="M7.7 8.3L13.5 2.5M11 5l2 2"/>',
  send: '<path d="M14 2L7 9M14 2l-4.5 12L7 9 2 6.5z"/>',
  external: '<path d="M6.5 3.5h-3v9h9v-3M9 3h4v4M13 3L7.5 8.5"/>',
  dot: '<circle cx="8" cy="8" r="2.5"/>',
  plan: '<path d="M3 4h10M3 8h7M3 12h4"/>',
  trash: '<path d="M3 4.5h10M6.5 4.5v-2h3v2M4.5 4.5l.5 9h6l.5-9"/>',
  more: '<path d="M4 6.5l4 4 4-4"/>',
  alert: '<path d="M8 2L14.5 13.5h-13z"/><path d="M8 6.5v3M8 11.5v.3"/>',
  inbox: '<path d="M2 9l2-6h8l2 6v4H2z"/><path d="M2 9h3.5l1 2h3l1-2H14"/>',
  chart: '<path d="M2.5 13.5h11M4.5 11V8M8 11V4M11.5 11V6.5"/>',
  gauge: '<path d="M2.5 12a6 6 0 1 1 11 0"/><path d="M8 10l3-4"/>',
  person: '<circle cx="8" cy="5" r="2.8"/><path d="M2.8 14c.6-3 2.6-4.5 5.2-4.5s4.6 1.5 5.2 4.5"/>',
  bell: '<path d="M4 11V7a4 4 0 0 1 8 0v4l1.2 1.5H2.8z"/><path d="M6.8 14h2.4"/>',
  arrows: '<path d="M3 5.5h9M9.5 3L12 5.5 9.5 8M13 10.5H4M6.5 8L4 10.5 6.5 13"/>',
} as const;

export type IconName = keyof typeof shapes;

/** A drawing beside a word; readers hear the word only. */
export const icon = (name: IconName): Html =>
  raw(
    `<svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">${shapes[name]}</svg>`,
  );
