import { html } from 'hono/html';
import type { Html } from '../view.ts';
import type { Tone } from './badge.ts';

const width = 720;
const height = 120;

interface ChartFrame {
  /** Of the page. */
  readonly id: string;
  readonly title: string;
  /** What it says, in a sentence: for whoever does not see it. */
  readonly description: string;
  /** What the top stands for. */
  readonly top: string;
  /** Under the first, the middle and the last of it. */
  readonly labels: readonly [first: string, middle: string, last: string];
  readonly legend: readonly { readonly tone: Tone; readonly label: string; readonly dashed?: boolean }[];
}

/** A drawing that fills its place whatever its width; words stand around it, so that they stay readable. */
const frame = ({ id, title, description, top, labels, legend }: ChartFrame, drawing: Html): Html =>
  html`<figure class="chart">
    <figcaption>${title}</figcaption>
    <div class="chart-head">
      <span class="quiet" aria-hidden="true">${top}</span
      ><span class="legend"
        >${legend.map(({ tone, label, dashed }) => html`<span><i class="swatch fill-${tone}${dashed === true ? ' dashed' : ''}"></i>${label}</span>`)}</span
      >
    </div>
    <svg
      class="plot"
      viewBox="0 0 ${width} ${height}"
      preserveAspectRatio="none"
      role="img"
      aria-labelledby="${id}-title ${id}-desc"
    >
      <title id="${id}-title">${title}</title>
      <desc id="${id}-desc">${description}</desc>
      <line class="grid" x1="0" y1="0.5" x2="${width}" y2="0.5"></line>
      <line class="grid" x1="0" y1="${height / 2}" x2="${width}" y2="${height / 2}"></line>
      <line class="axis" x1="0" y1="${height - 0.5}" x2="${width}" y2="${height - 0.5}"></line>
      ${drawing}
    </svg>
    <p class="chart-labels quiet" aria-hidden="true">${labels.map((label) => html`<span>${label}</span>`)}</p>
  </figure>`;

export interface Column {
  readonly label: string;
  readonly parts: readonly { readonly tone: Tone; readonly value: number }[];
}

const sumOf = ({ parts }: Column): number => parts.reduce((sum, { value }) => sum + value, 0);

/** The highest column, at least 1. */
export const highest = (columns: readonly Column[]): number => Math.max(1, ...columns.map(sumOf));

/** Columns of stacked parts. */
export const columnChart = (given: ChartFrame, columns: readonly Column[]): Html => {
  const most = highest(columns);
  const slot = width / Math.max(1, columns.length);
  const gap = slot > 6 ? 1.5 : 0;
  return frame(
    given,
    html`${columns.map((column, index) => {
      let y = height;
      return html`<g>
        <title>${column.label}</title>
        ${column.parts
          .filter(({ value }) => value > 0)
          .map(({ tone, value }) => {
            const length = (height * value) / most;
            y -= length;
            return html`<rect
              class="fill-${tone}"
              x="${(index * slot + gap / 2).toFixed(2)}"
              y="${y.toFixed(2)}"
              width="${Math.max(0.5, slot - gap).toFixed(2)}"
              height="${length.toFixed(2)}"
            ></rect>`;
          })}
      </g>`;
    })}`,
  );
};

export interface Line {
  readonly tone: Tone;
  readonly dashed?: boolean;
  /** Null: a gap. */
  readonly values: readonly (number | null)[];
}

/** Lines over the same places, from nothing to `most`. */
export const lineChart = (given: ChartFrame, most: number, lines: readonly Line[]): Html => {
  const count = Math.max(1, ...lines.map(({ values }) => values.length));
  const x = (index: number): string => (count === 1 ? width / 2 : (index * width) / (count - 1)).toFixed(2);
  const y = (value: number): string => (height - (height * value) / Math.max(1, most)).toFixed(2);
  const path = (values: Line['values']): string =>
    values
      .map((value, index) =>
        value === null
          ? ''
          : // A line of no length draws a point that has no neighbours.
            `${index === 0 || values[index - 1] == null ? 'M' : 'L'}${x(index)} ${y(value)}${values[index - 1] == null && values[index + 1] == null ? 'h0' : ''}`,
      )
      .join('');
  return frame(
    given,
    html`${lines.map(({ tone, dashed, values }) => html`<path class="line stroke-${tone}${dashed === true ? ' dashed' : ''}" d="${path(values)}"></path>`)}`,
  );
};
