import type { Growth, PlatformFigures, StatisticsView, TableGrowth } from '@portico/core/statistics';
import { html } from 'hono/html';
import { pages, withQuery } from '../addresses.ts';
import { bytes, number } from '../format.ts';
import { lineChart } from '../parts/chart.ts';
import { empty } from '../parts/empty.ts';
import { selectField } from '../parts/field.ts';
import {
  durationPair,
  durationsChart,
  figuresTable,
  latencyPair,
  share,
  volumeChart,
} from '../parts/figures-charts.ts';
import { statisticsRanges, type StatisticsRange } from '../statistics-query.ts';
import type { Html, View } from '../view.ts';

export interface StatisticsContent {
  readonly shown: StatisticsView;
  readonly growth: Growth;
  readonly range: StatisticsRange;
  readonly only: string | null;
  /** Names by code. */
  readonly names: ReadonlyMap<string, string>;
}

const filters = (view: View, { range, only, names }: StatisticsContent): Html => {
  const { statistics, common } = view.texts;
  return html`<form
    class="toolbar"
    method="get"
    action="${pages.statistics}"
    role="search"
    aria-label="${statistics.range}"
  >
    ${selectField({ name: 'range', label: statistics.range, value: range, options: statisticsRanges.map((one) => [one, statistics[`range-${one}`]] as const) })}
    ${selectField({ name: 'platform', label: statistics.platform, value: only ?? '', options: [['', common.any], ...names] })}
    <button class="button primary" type="submit">${statistics.show}</button>
    <a class="button plain" href="${withQuery(pages.statisticsCsv, { range, platform: only })}" download
      >${statistics.csv}</a
    >
  </form>`;
};

const platformSection = (view: View, figures: PlatformFigures, name: string, step: 'hour' | 'day'): Html => {
  const { statistics } = view.texts;
  const { platform, total } = figures;
  const facts: readonly (readonly [string, string])[] = [
    [statistics.attempts, number(view, total.attempts)],
    [statistics.success, share(view, total.successShare)],
    [statistics.duration, durationPair(total)],
    [statistics.latency, latencyPair(total)],
  ];
  return html`<section class="panel" id="of-${platform}" aria-labelledby="name-${platform}">
    <h2 id="name-${platform}"><a href="${pages.platform(platform)}">${name}</a></h2>
    ${
      total.attempts === 0
        ? html`<p class="quiet">${statistics.idle}</p>`
        : html`<dl class="facts">
              ${facts.map(
                ([label, value]) =>
                  html`<div>
                    <dt>${label}</dt>
                    <dd class="strong">${value}</dd>
                  </div>`,
              )}
            </dl>
            <div class="charts">
              ${volumeChart(view, `volume-${platform}`, name, figures, step)}
              ${durationsChart(view, `durations-${platform}`, name, figures, step)}
            </div>
            ${figuresTable(view, `numbers-${platform}`, figures, step)}`
    }
  </section>`;
};

/** The others are in the download. */
const largestTables = 15;

const signed = (view: View, value: number | null, show: (value: number) => string): string =>
  value === null ? '–' : `${value > 0 ? '+' : value < 0 ? '−' : ''}${show(Math.abs(Math.round(value)))}`;

const growthRow = (view: View, growth: TableGrowth, name: string): Html => {
  const { statistics } = view.texts;
  const inBytes = (value: number): string => bytes(view, value);
  const plain = (value: number): string => number(view, value);
  return html`<tr>
    <th scope="row">${name}</th>
    <td class="number" data-label="${statistics.rows}">${plain(growth.rows)}</td>
    <td class="number" data-label="${statistics.rowsPerDay}">${signed(view, growth.rowsPerDay, plain)}</td>
    <td class="number" data-label="${statistics.bytes}">
      ${growth.bytes === 0 ? statistics.inMemory : inBytes(growth.bytes)}
    </td>
    <td class="number" data-label="${statistics.bytesPerDay}">${signed(view, growth.bytesPerDay, inBytes)}</td>
    <td class="number" data-label="${statistics.ahead}">
      ${growth.rowsAhead === null ? '–' : `${plain(growth.rowsAhead)} · ${inBytes(growth.bytesAhead ?? 0)}`}
    </td>
  </tr>`;
};

const totalChart = (view: View, { total }: Growth): Html => {
  const { statistics } = view.texts;
  const { days, bytesAhead } = total;
  if (days.length < 2 || bytesAhead === null || total.bytes === 0) return html``;
  const measured = days.map(({ bytes: size }) => size);
  const last = measured.at(-1) ?? 0;
  const ahead = Array.from({ length: 7 }, (_, day) => last + ((bytesAhead - last) * (day + 1)) / 7);
  const gap = (count: number): readonly null[] => Array.from({ length: count }, () => null);
  const most = Math.max(...measured, ...ahead);
  return lineChart(
    {
      id: 'growth',
      title: statistics.totalChart,
      description: statistics.totalDesc(bytes(view, last), bytes(view, bytesAhead)),
      top: statistics.upTo(bytes(view, most)),
      labels: [`−${days.length - 1} d`, '', '+7 d'],
      legend: [
        { tone: 'busy', label: statistics.measured },
        { tone: 'warn', label: statistics.projected, dashed: true },
      ],
    },
    most,
    [
      { tone: 'busy', values: [...measured, ...gap(7)] },
      { tone: 'warn', dashed: true, values: [...gap(measured.length - 1), last, ...ahead] },
    ],
  );
};

const growthSection = (view: View, growth: Growth): Html => {
  const { statistics } = view.texts;
  return html`<section class="panel" aria-labelledby="growth-head">
    <div class="section-head">
      <h2 id="growth-head">${statistics.growth}</h2>
      <a class="button plain small" href="${pages.growthCsv}" download>${statistics.csv}</a>
    </div>
    <p class="quiet">${statistics.growthHelp}</p>
    ${
      growth.tables.length === 0
        ? html`<p>${statistics.growthNone}</p>`
        : html`${totalChart(view, growth)}
            <div class="table-frame">
              <table class="stacks growth-table">
                <thead>
                  <tr>
                    <th scope="col">${statistics.tableName}</th>
                    <th scope="col" class="number">${statistics.rows}</th>
                    <th scope="col" class="number">${statistics.rowsPerDay}</th>
                    <th scope="col" class="number">${statistics.bytes}</th>
                    <th scope="col" class="number">${statistics.bytesPerDay}</th>
                    <th scope="col" class="number">${statistics.ahead}</th>
                  </tr>
                </thead>
                <tbody>
                  ${growthRow(view, growth.total, statistics.total)}
                  ${growth.tables.slice(0, largestTables).map((table) => growthRow(view, table, table.table))}
                </tbody>
              </table>
            </div>`
    }
  </section>`;
};

/** Volume, success, durations and growth, for planning. */
export const statisticsPage = (view: View, content: StatisticsContent): Html => {
  const { statistics } = view.texts;
  const { shown, growth, names } = content;
  return html`<div class="page-head">
      <h1>${statistics.title}</h1>
      <p class="quiet">${statistics.intro}</p>
    </div>
    ${filters(view, content)}
    ${
      shown.platforms.length === 0
        ? empty(statistics.none, statistics.noneHelp)
        : shown.platforms.map((figures) =>
            platformSection(view, figures, names.get(figures.platform) ?? figures.platform, shown.step),
          )
    }
    ${growthSection(view, growth)}`;
};
