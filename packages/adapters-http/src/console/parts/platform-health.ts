import { explainWords, type PlatformKind } from '@portico/core/task-center';
import { html } from 'hono/html';
import { pages, withQuery } from '../addresses.ts';
import { clockTime, duration, number, relative } from '../format.ts';
import type { Happened, PlatformHealth } from '../platform-health.ts';
import type { Html, View } from '../view.ts';
import { outcomeBadge } from './badge.ts';
import { exchange } from './exchange.ts';
import { durationPair, figuresTable, latencyPair, share, volumeChart } from './figures-charts.ts';
import { icon } from './icon.ts';
import { ago } from './time.ts';

const happened = (view: View, what: Happened): Html | string => {
  const { health } = view.texts;
  if (what.kind === 'at') return ago(view, what.at);
  return what.kind === 'hour' ? health.hourOf(clockTime(view, what.from).slice(0, 5)) : health.notInDay;
};

const breakerWords = (view: View, { lane }: PlatformHealth): string => {
  const { health } = view.texts;
  if (lane === null || (lane.lane.trips === 0 && lane.lane.closedUntil <= view.now)) return health.breakerClosed;
  const { trips, closedUntil } = lane.lane;
  const state = closedUntil > view.now ? health.breakerOpen(relative(view, closedUntil)) : health.breakerProbing;
  return trips > 1 ? `${state} · ${health.trips(number(view, trips))}` : state;
};

const budgetWords = (view: View, { lane }: PlatformHealth): string => {
  const { health } = view.texts;
  const rate = lane?.lane.config.rate ?? null;
  if (lane === null || rate === null) return health.unlimited;
  const used = lane.summary.reduce((sum, { count }) => sum + count, 0) / (rate.perSecond * 3_600);
  return `${health.rate(number(view, rate.perSecond), number(view, rate.burst))} · ${health.used(share(view, used))}`;
};

const facts = (view: View, shown: PlatformHealth): readonly (readonly [string, Html | string])[] => {
  const { health } = view.texts;
  const { day, lane } = shown;
  const total = day?.total ?? null;
  return [
    [health.success, total === null || total.attempts === 0 ? health.noAttempts : share(view, total.successShare)],
    [health.duration, total === null ? '–' : durationPair(total)],
    [health.latency, total === null ? '–' : latencyPair(total)],
    [health.lastSuccess, happened(view, shown.lastSuccess)],
    [health.lastFailure, happened(view, shown.lastFailure)],
    [health.breaker, breakerWords(view, shown)],
    [health.budget, budgetWords(view, shown)],
    ...(lane === null
      ? []
      : ([
          [
            health.concurrency,
            health.inFlight(number(view, lane.depth.claimed), number(view, lane.lane.config.concurrency)),
          ],
          [
            health.waiting,
            health.waitingWords(
              number(view, lane.depth.due),
              number(view, lane.depth.scheduled),
              number(view, lane.depth.parked),
            ),
          ],
        ] as const)),
  ];
};

const errors = (view: View, { causes }: PlatformHealth, kind: PlatformKind): Html => {
  const { health, failures, overview, advice } = view.texts;
  if (causes.length === 0) return html`<p class="all-well">${icon('check')}${health.noErrors}</p>`;
  return html`<div class="table-frame">
    <table class="stacks">
      <thead>
        <tr>
          <th scope="col">${failures.cause}</th>
          <th scope="col" class="number">${overview.count}</th>
          <th scope="col">${overview.lastAt}</th>
          <th scope="col">${failures.meaning}</th>
          <th scope="col">${failures.advice}</th>
        </tr>
      </thead>
      <tbody>
        ${causes.map(({ outcome, cause, words, count, lastAt }) => {
          const known = explainWords(kind.errors, words);
          return html`<tr>
            <td class="reason" title="${words}">
              ${outcomeBadge(view, outcome)} ${cause === '' ? failures.noCause : cause}
            </td>
            <td class="number" data-label="${overview.count}">${number(view, count)}</td>
            <td class="nowrap" data-label="${overview.lastAt}">${ago(view, lastAt)}</td>
            <td class="reason">${known === null ? '–' : known.meaning[view.language]}</td>
            <td class="reason quiet">${known === null ? advice[outcome] : known.advice[view.language]}</td>
          </tr>`;
        })}
      </tbody>
    </table>
  </div>`;
};

const recent = (view: View, { recent: attempts }: PlatformHealth): Html => {
  const { health } = view.texts;
  if (attempts.length === 0) return html`<p class="quiet">${health.noRecent}</p>`;
  return html`<ul class="attempts">
    ${attempts.map(
      ({ attempt }) =>
        html`<li>
          <details id="recent-${attempt.claim}">
            <summary>
              ${outcomeBadge(view, attempt.outcome)} ${ago(view, attempt.claimedAt)}
              <span class="quiet">${attempt.operation ?? ''} · ${duration(attempt.durationMs)}</span>
              <code>${attempt.key}</code>
              ${attempt.reason === null ? '' : html`<span class="said">${attempt.reason}</span>`}
            </summary>
            ${attempt.exchanges.length === 0 ? html`<p class="quiet">${view.texts.todos.noExchanges}</p>` : attempt.exchanges.map((one) => exchange(view, one))}
          </details>
        </li>`,
    )}
  </ul>`;
};

/** How a platform does: figures, breaker, budget; what went wrong lately and what that means; its latest attempts. */
export const platformHealth = (
  view: View,
  shown: PlatformHealth,
  { code, name }: { readonly code: string; readonly name: string },
  kind: PlatformKind,
): Html => {
  const { health } = view.texts;
  return html`<section class="panel" aria-labelledby="health">
      <div class="section-head">
        <h2 id="health">${health.title} <span class="quiet">${health.lastDay}</span></h2>
        <a class="button plain small" href="${withQuery(pages.statistics, { platform: code, range: '7d' })}"
          >${health.more}</a
        >
      </div>
      <dl class="facts">
        ${facts(view, shown).map(
          ([label, value]) =>
            html`<div>
              <dt>${label}</dt>
              <dd>${value}</dd>
            </div>`,
        )}
      </dl>
      ${shown.day === null || shown.day.total.attempts === 0 ? '' : html`${volumeChart(view, 'day', name, shown.day, 'hour')}${figuresTable(view, 'day-numbers', shown.day, 'hour')}`}
    </section>
    <section aria-labelledby="errors">
      <h2 id="errors">${health.errors}</h2>
      ${errors(view, shown, kind)}
    </section>
    <section class="panel" aria-labelledby="recent">
      <h2 id="recent">${health.recent}</h2>
      ${recent(view, shown)}
    </section>`;
};
