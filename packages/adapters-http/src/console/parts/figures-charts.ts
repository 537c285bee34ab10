import type { Figures, PeriodFigures, PlatformFigures } from '@portico/core/statistics';
import type { AttemptOutcome } from '@portico/core/work';
import { html } from 'hono/html';
import { duration, fullTime, number } from '../format.ts';
import type { Html, View } from '../view.ts';
import { outcomeLooks } from './badge.ts';
import { columnChart, highest, lineChart, type Column } from './chart.ts';

/** Drawn apart, from the bottom up; the rest is one part. */
const drawn: readonly AttemptOutcome[] = ['done', 'failed', 'unknown', 'refused'];

export const share = (view: View, value: number | null): string =>
  value === null ? '–' : `${number(view, Math.round(value * 1_000) / 10)} %`;

const pair = (median: number | null, p95: number | null): string =>
  median === null || p95 === null ? '–' : `${duration(median)} / ${duration(p95)}`;

export const durationPair = ({ medianMs, p95Ms }: Figures): string => pair(medianMs, p95Ms);
export const latencyPair = ({ latencyMedianMs, latencyP95Ms }: Figures): string => pair(latencyMedianMs, latencyP95Ms);

/** `11-21 08:00`, or the day alone. */
export const periodLabel = (view: View, at: number, step: 'hour' | 'day'): string =>
  step === 'hour' ? fullTime(view, at).slice(5, 16) : fullTime(view, at).slice(0, 10);

const columnOf = (view: View, period: PeriodFigures, step: 'hour' | 'day'): Column => {
  const known = drawn.map((outcome) => ({ tone: outcomeLooks[outcome].tone, value: period.outcomes[outcome] ?? 0 }));
  const rest = period.attempts - known.reduce((sum, { value }) => sum + value, 0);
  return {
    label: `${periodLabel(view, period.at, step)}: ${period.attempts}`,
    parts: [...known, { tone: 'calm', value: Math.max(0, rest) }],
  };
};

const labelsOf = (view: View, periods: readonly PeriodFigures[], step: 'hour' | 'day'): [string, string, string] => {
  const at = (index: number): string => {
    const period = periods[index];
    return period === undefined ? '' : periodLabel(view, period.at, step);
  };
  return [at(0), at(periods.length >> 1), at(periods.length - 1)];
};

export const volumeChart = (
  view: View,
  id: string,
  name: string,
  { periods, total }: PlatformFigures,
  step: 'hour' | 'day',
): Html => {
  const { statistics, outcome: words } = view.texts;
  const columns = periods.map((period) => columnOf(view, period, step));
  return columnChart(
    {
      id,
      title: statistics.volumeChart(name),
      description: statistics.volumeDesc(number(view, total.attempts), share(view, total.successShare)),
      top: statistics.upTo(number(view, highest(columns))),
      labels: labelsOf(view, periods, step),
      legend: [
        ...drawn.map((outcome) => ({ tone: outcomeLooks[outcome].tone, label: words[outcome] })),
        { tone: 'calm', label: statistics.other },
      ],
    },
    columns,
  );
};

export const durationsChart = (
  view: View,
  id: string,
  name: string,
  { periods, total }: PlatformFigures,
  step: 'hour' | 'day',
): Html => {
  const { statistics } = view.texts;
  const most = Math.max(1, ...periods.map(({ p95Ms }) => p95Ms ?? 0));
  return lineChart(
    {
      id,
      title: statistics.durationChart(name),
      description:
        total.medianMs === null
          ? statistics.idle
          : statistics.durationDesc(duration(total.medianMs), duration(total.p95Ms ?? 0)),
      top: statistics.upTo(duration(most)),
      labels: labelsOf(view, periods, step),
      legend: [
        { tone: 'busy', label: statistics.median },
        { tone: 'warn', label: statistics.p95 },
      ],
    },
    most,
    [
      { tone: 'busy', values: periods.map(({ medianMs }) => medianMs) },
      { tone: 'warn', values: periods.map(({ p95Ms }) => p95Ms) },
    ],
  );
};

/** The numbers behind the charts. */
export const figuresTable = (view: View, id: string, { periods }: PlatformFigures, step: 'hour' | 'day'): Html => {
  const { statistics } = view.texts;
  return html`<details class="numbers" id="${id}">
    <summary>${statistics.table}</summary>
    <div class="table-scroll" tabindex="0" role="region" aria-label="${statistics.table}">
      <table>
        <thead>
          <tr>
            <th scope="col">${statistics.period}</th>
            <th scope="col" class="number">${statistics.attempts}</th>
            <th scope="col" class="number">${statistics.success}</th>
            <th scope="col" class="number">${statistics.duration}</th>
            <th scope="col" class="number">${statistics.latency}</th>
          </tr>
        </thead>
        <tbody>
          ${periods.map(
            (period) =>
              html`<tr>
                <th scope="row">${periodLabel(view, period.at, step)}</th>
                <td class="number">${number(view, period.attempts)}</td>
                <td class="number">${share(view, period.successShare)}</td>
                <td class="number">${durationPair(period)}</td>
                <td class="number">${latencyPair(period)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </details>`;
};
