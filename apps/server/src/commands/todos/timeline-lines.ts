import { says } from '../../cli/language.ts';
import { at, numberAt, textAt } from '../../cli/read-path.ts';
import { toneOf } from '../../cli/show/colours.ts';
import { column, longColumn, timeColumn, type Column } from '../../cli/show/column.ts';
import type { Output } from '../../cli/show/output.ts';
import { exchangeLines } from '../exchange-lines.ts';

const joined = (parts: readonly string[]): string => parts.filter((part) => part !== '').join(', ');

const bracketed = (text: string): string => (text === '' ? '' : ` (${text})`);

/** What an entry of the timeline says, in words. */
export const entryText = (entry: unknown): string => {
  switch (textAt(entry, 'type')) {
    case 'event': {
      const action = textAt(entry, 'action');
      const summary = textAt(entry, 'summary');
      return `${summary.startsWith(action) ? '' : `${action}: `}${summary}${bracketed(textAt(entry, 'eventId'))}`;
    }
    case 'change': {
      const from = textAt(entry, 'from');
      const by = textAt(entry, 'by');
      return `${from === '' ? '' : `${from} → `}${textAt(entry, 'to')}${bracketed(joined([textAt(entry, 'cause'), by]))}`;
    }
    case 'plan':
      return `${textAt(entry, 'plan')}${bracketed(textAt(entry, 'reason'))}`;
    case 'attempt': {
      const attempt = at(entry, 'attempt');
      const took = `${Math.round(numberAt(attempt, 'durationMs'))} ms`;
      const reason = textAt(attempt, 'reason');
      return `${textAt(attempt, 'operation')} → ${textAt(attempt, 'outcome')} (${took})${reason === '' ? '' : `: ${reason}`}`.trim();
    }
    case 'deletion':
      return `gone${bracketed(textAt(entry, 'remoteId'))}`;
    default:
      return JSON.stringify(entry);
  }
};

const columns: readonly Column[] = [
  timeColumn(says('TIME', '时间'), 'at'),
  column(says('WHAT', '类型'), 'type', { tone: (text) => (text === 'attempt' ? 'strong' : 'plain') }),
  column(says('PLATFORM', '平台'), 'platform'),
  {
    ...longColumn(says('DETAILS', '详情'), entryText),
    tone: (text) => toneOf(/^\S* → (\w+)/u.exec(text)?.[1] ?? ''),
  },
];

/** A timeline, oldest first; with `exchanges` each attempt is followed by what was sent and answered. */
export const timelineLines = (timeline: readonly unknown[], out: Output, exchanges: boolean): readonly string[] => {
  const [heading = '', ...rows] = out.table(timeline, columns);
  const lines = rows.flatMap((row, index) =>
    exchanges ? [row, ...exchangeLines(at(timeline[index], 'attempt.exchanges'), out.paint, '    ')] : [row],
  );
  return timeline.length === 0 ? [] : [heading, ...lines];
};
