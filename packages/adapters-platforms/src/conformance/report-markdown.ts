import type { Exchange } from '@portico/core/work';
import type { ConformanceReport, Finding, Step } from './finding.ts';
import { reportWords, verdictWords } from './report-words.ts';
import type { ReportLanguage } from './report-words.ts';

/** Words of a vendor stay words: no cell ends early, and nothing becomes markup. */
const inTable = (text: string): string =>
  text
    .slice(0, 400)
    .replaceAll(/\s+/gu, ' ')
    .replaceAll(/[\\`|*_[\]]/gu, String.raw`\$&`)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;');

const pretty = (body: string): string => {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
};

/** A fence that nothing inside can end. */
const fenced = (text: string): string => {
  const longest = Math.max(2, ...[...text.matchAll(/`+/gu)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}http\n${text}\n${fence}`;
};

const headersText = (headers: Readonly<Record<string, string>>): string =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\n`)
    .join('');

const exchangeText = ({ request, response, error }: Exchange, noAnswer: string): string => {
  const asked = `${request.method} ${request.url}\n${headersText(request.headers)}${request.body === '' ? '' : `\n${pretty(request.body)}`}`;
  const answered =
    response === null
      ? `${noAnswer}: ${error ?? ''}`
      : `HTTP ${response.status}\n${response.headers['content-type'] === undefined ? '' : `content-type: ${response.headers['content-type']}\n`}\n${pretty(response.body)}`;
  return fenced(`${asked.trimEnd()}\n\n→ ${answered.trimEnd()}`);
};

/** What a school can hand its vendor: which promises hold, and every request with its answer. */
export const reportMarkdown = (report: ConformanceReport, language: ReportLanguage): string => {
  const say = (word: keyof typeof reportWords): string => reportWords[word][language];
  const row = ({ title, why, verdict, note }: Finding): string =>
    `| ${inTable(title[language])}<br><sub>${inTable(why[language])}</sub> | ${verdictWords[verdict][language]} | ${inTable(note?.[language] ?? '')} |`;
  const stepText = (step: Step): string =>
    [
      `**${step.what[language]}** · ${say('came')}: ${inTable(step.came)}`,
      ...step.exchanges.map((exchange) => exchangeText(exchange, say('noAnswer'))),
    ].join('\n\n');
  const details = report.findings
    .filter(({ steps }) => steps.length > 0)
    .map(
      ({ promise, title, verdict, steps }) =>
        `### ${title[language]} (\`${promise}\`) ${verdictWords[verdict][language]}\n\n${steps.map(stepText).join('\n\n')}`,
    );
  const left =
    report.left.length === 0 ? [] : [`> ${say('left')}: ${report.left.map((key) => `\`${key}\``).join(', ')}`];
  return `${[
    `# ${say('title')}: ${report.profile[language]}`,
    say(report.passed ? (report.complete ? 'passed' : 'incomplete') : 'failed'),
    [
      '| | |',
      '|---|---|',
      `| ${say('mode')} | ${say(report.mode)} |`,
      `| ${say('address')} | ${inTable(report.baseUrl)} |`,
      `| ${say('time')} | ${report.startedAt} |`,
      `| ${say('requests')} | ${report.requests} |`,
      `| ${say('claims')} | ${inTable(JSON.stringify(report.capabilities))} |`,
    ].join('\n'),
    ...left,
    [`| ${say('promise')} | ${say('result')} | ${say('note')} |`, '|---|---|---|', ...report.findings.map(row)].join(
      '\n',
    ),
    `## ${say('details')}`,
    say('hidden'),
    ...details,
  ].join('\n\n')}\n`;
};
