import type { ShownLane } from '@portico/core/task-center';
import { html } from 'hono/html';
import { duration, number, span } from '../format.ts';
import type { Html, View } from '../view.ts';
import { bar } from './bar.ts';
import { outcomeLooks } from './badge.ts';

/** What waits in a lane. */
export const laneDepth = (view: View, { depth }: ShownLane): Html => {
  const { overview } = view.texts;
  const cells: readonly (readonly [string, string, boolean])[] = [
    [overview.due, number(view, depth.due), false],
    [overview.scheduled, number(view, depth.scheduled), false],
    [overview.claimed, number(view, depth.claimed), false],
    [overview.parked, number(view, depth.parked), depth.parked > 0],
    [
      overview.oldest,
      depth.oldestDueMs === null ? '–' : span(view, depth.oldestDueMs),
      (depth.oldestDueMs ?? 0) > 60_000,
    ],
  ];
  return html`<dl class="depth">
    ${cells.map(([label, value, alarming]) => html`<div${alarming ? html` class="alarming"` : ''}><dt>${label}</dt><dd>${value}</dd></div>`)}
  </dl>`;
};

/** What the attempts of the last hour came to: a bar, and the same in words. */
export const laneOutcomes = (view: View, { summary }: ShownLane): Html => {
  const { overview, outcome: words } = view.texts;
  const total = summary.reduce((sum, { count }) => sum + count, 0);
  if (total === 0)
    return html`<p class="meter-line">
        <span>${overview.lastHour}</span><span class="quiet">${overview.noAttempts}</span>
      </p>
      ${bar([], overview.noAttempts)}`;
  const portions = [...summary]
    .sort((a, b) => b.count - a.count)
    .map(({ outcome, count }) => ({ tone: outcomeLooks[outcome].tone, label: words[outcome], count }));
  const most = summary.find(({ outcome }) => outcome === 'done') ?? summary[0];
  const said = portions.map(({ label, count }) => `${label} ${count}`).join(', ');
  return html`<p class="meter-line">
      <span>${overview.lastHour} · ${overview.attempts(number(view, total))}</span
      ><span class="quiet">${overview.perMinute(number(view, total / 60))}</span>
    </p>
    ${bar(portions, said)}
    <p class="legend">
      ${portions.map(({ tone, label, count }) => html`<span><i class="swatch fill-${tone}"></i>${label} ${number(view, count)}</span>`)}${
        most === undefined
          ? ''
          : html`<span class="quiet">${overview.latency(duration(most.medianMs), duration(most.p95Ms))}</span>`
      }
    </p>`;
};
