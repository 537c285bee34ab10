import { defineCommand } from '../cli/command.ts';
import { exitCodes } from '../cli/exit-codes.ts';
import { Failure } from '../cli/failure.ts';
import { createApiClient } from '../cli/http/api-client.ts';
import { says } from '../cli/language.ts';
import { at, listAt, numberAt, textAt } from '../cli/read-path.ts';
import { column, longColumn, numberColumn, stateColumn, timeColumn, type Column } from '../cli/show/column.ts';
import { attentionColumns } from './attention-columns.ts';
import { laneColumns } from './lanes/lane-columns.ts';

const checkColumns: readonly Column[] = [
  column(says('CHECK', '检查项'), 'name'),
  stateColumn(says('STATE', '状态'), (check) => (at(check, 'ok') === true ? 'ok' : 'failed')),
  longColumn(says('DETAILS', '详情'), 'detail'),
];

const mirrorColumns: readonly Column[] = [
  column(says('PLATFORM', '平台'), 'platform'),
  numberColumn(says('IN STEP', '一致'), 'inStep'),
  numberColumn(says('BEHIND', '滞后'), 'behind'),
];

const failureColumns: readonly Column[] = [
  column(says('PLATFORM', '平台'), 'platform'),
  stateColumn(says('OUTCOME', '结果'), 'outcome'),
  numberColumn(says('COUNT', '次数'), 'count'),
  timeColumn(says('LAST', '最近'), 'lastAt'),
  longColumn(says('REASON', '原因'), 'reason'),
];

const mirrorsOf = (overview: unknown): readonly unknown[] => {
  const sums = new Map<string, { platform: string; inStep: number; behind: number }>();
  for (const row of listAt(overview, 'mirrors')) {
    const platform = textAt(row, 'platform');
    const sum = sums.get(platform) ?? { platform, inStep: 0, behind: 0 };
    sum[at(row, 'upToDate') === true ? 'inStep' : 'behind'] += numberAt(row, 'count');
    sums.set(platform, sum);
  }
  return [...sums.values()];
};

export const status = defineCommand({
  summary: 'Say whether a server is healthy, and how its work stands',
  description: [
    'The exit code is 0 when the server is ready, 1 when it is not, 5 when it does not answer. Without a key, or with one without the scope lanes:read, only its health is shown; with --quiet nothing.',
  ],
  examples: ['portico status', 'portico status --quiet || echo "Portico needs somebody"'],
  run: async ({ session }) => {
    const { out, language, globals, terminal } = session;
    const connection = await session.connection();
    const api = createApiClient({ connection, language, timeoutMs: globals.timeout * 1_000, terminal });
    const health = await api.look('/readyz');
    const checks = listAt(health.body, 'checks');
    if (textAt(health.body, 'status') === '' && health.status !== 503)
      throw new Failure(
        exitCodes.failed,
        `what answers at ${connection.url} is no Portico server (HTTP ${health.status}). Check --url`,
      );
    const ready = health.status === 200;
    const code = ready ? exitCodes.ok : exitCodes.failed;
    if (out.quiet && !out.json) return code;
    const ask = async (path: string): Promise<unknown> => {
      if (connection.key === null || !ready) return null;
      try {
        return await api.get(path);
      } catch (error) {
        // Without the scope, or from a server that does not know it yet, the rest is still worth showing.
        if (error instanceof Failure && (error.exitCode === exitCodes.refused || error.facts?.status === 404))
          return null;
        throw error;
      }
    };
    const me = await ask('/access/me');
    const overview = await ask('/overview');
    const attention = listAt(await ask('/attention'), 'items');
    if (out.json) {
      await out.document({ url: connection.url, ready, checks, caller: me, attention, overview });
      return code;
    }
    const heading = (en: string, chinese: string): readonly string[] => [
      '',
      out.paint('strong', language === 'en' ? en : chinese),
    ];
    const about = {
      url: connection.url,
      state: ready ? 'ready' : textAt(health.body, 'status') || 'not ready',
      caller: me === null ? '' : `${textAt(me, 'name')} (${textAt(me, 'tenant')}: ${listAt(me, 'scopes').join(', ')})`,
      todos:
        overview === null
          ? ''
          : ['open', 'done', 'withdrawn'].map((name) => `${name} ${numberAt(overview, `todos.${name}`)}`).join(', '),
    };
    const mirrors = mirrorsOf(overview);
    const failures = listAt(overview, 'failures');
    await out.lines([
      ...out.sheet(about, [
        column(says('Server', '服务'), 'url'),
        column(says('State', '状态'), 'state', { tone: () => (ready ? 'good' : 'bad') }),
        column(says('Signed in as', '登录身份'), 'caller'),
        column(says('To-dos', '待办'), 'todos'),
      ]),
      '',
      ...out.table(checks, checkColumns),
      ...(attention.length === 0 ? [] : [...heading('Look at', '需要关注'), ...out.table(attention, attentionColumns)]),
      ...(overview === null ? [] : [...heading('Lanes', '通道'), ...out.table(listAt(overview, 'lanes'), laneColumns)]),
      ...(mirrors.length === 0 ? [] : [...heading('Platforms', '平台'), ...out.table(mirrors, mirrorColumns)]),
      ...(failures.length === 0 ? [] : [...heading('What fails', '失败情况'), ...out.table(failures, failureColumns)]),
    ]);
    return code;
  },
});
