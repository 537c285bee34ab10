import { relative } from 'node:path';

/** What a person needs to know after the start. */
export interface Situation {
  readonly version: string;
  readonly url: string;
  readonly store: string;
  readonly doorbell: string;
  /** How rates are kept over several processes. */
  readonly limits: string;
  readonly worker: boolean;
  /** Codes of platforms on sandboxes, with the address of the sandboxes; null when there are none. */
  readonly sandboxes: { readonly codes: readonly string[]; readonly url: string } | null;
  /** Codes of other platforms. */
  readonly platforms: readonly string[];
  readonly signInUrl: string;
  readonly credentials: string;
  readonly startedInMs: number;
}

const quoted = (path: string): string => (/^[\w./-]+$/u.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`);

const sampleEvent = (now: Date): string => {
  const at = (minutesAgo: number): string => new Date(now.getTime() - minutesAgo * 60_000).toISOString();
  return `{
  "eventId": "evt-1", "action": "receive", "occurredAt": "${at(1)}",
  "instance": { "id": "S-1", "processId": "leave", "processName": "请假审批", "category": "approval", "subject": "张三的请假申请",
    "status": "running", "initiator": { "id": "20210001", "name": "张三", "department": "计算机学院" }, "startedAt": "${at(2)}" },
  "task": { "id": "T-1", "nodeId": "n2", "nodeName": "辅导员审批", "subject": "张三的请假申请", "sceneCode": "leave", "taskType": "approval",
    "urgency": "normal", "completion": "any", "assignees": [ { "id": "T001", "name": "李老师", "department": "计算机学院" } ],
    "links": { "pc": "https://oa.example.edu/t/1", "mobile": "https://m.oa.example.edu/t/1" }, "createdAt": "${at(1)}" } }`;
};

/** The text that `portico start` prints when it is ready. */
export const banner = (situation: Situation, workingDirectory: string, now: Date): string => {
  const file = relative(workingDirectory, situation.credentials);
  const credentials = quoted(file.startsWith('..') ? situation.credentials : file);
  const rows: [string, string][] = [
    ['store', situation.store],
    ['doorbell', situation.doorbell],
    ['limits', situation.limits],
    ['worker', situation.worker ? 'in this process' : 'off'],
  ];
  if (situation.sandboxes !== null)
    rows.push(['sandboxes', `${situation.sandboxes.codes.join(', ')} at ${situation.sandboxes.url}`]);
  if (situation.platforms.length > 0) rows.push(['platforms', situation.platforms.join(', ')]);
  if (situation.sandboxes === null && situation.platforms.length === 0)
    rows.push(['platforms', 'none yet; add one in the console']);
  rows.push(
    ['console', situation.signInUrl],
    ['', 'the link signs you in once; `npm run portico -- sign-in` makes another'],
    ['API', `${situation.url}/docs`],
  );
  return [
    '',
    `Portico ${situation.version} is ready (${(situation.startedInMs / 1000).toFixed(1)} s).`,
    '',
    ...rows.map(([name, text]) => `  ${name.padEnd(10)} ${text}`),
    '',
    'To push a first to-do, paste:',
    '',
    `KEY=$(sed -n 's/.*"apiKey": *"\\([^"]*\\)".*/\\1/p' ${credentials})`,
    `curl -X POST ${situation.url}/api/v1/task-center/events -H "X-API-Key: $KEY" -H 'Content-Type: application/json' -d '${sampleEvent(now)}'`,
    ...(situation.sandboxes === null
      ? []
      : situation.sandboxes.codes
          .slice(0, 1)
          .map((code) => `curl '${situation.sandboxes?.url}/${code}/_sandbox/todos?assignee=T001'`)),
    '',
    '',
  ].join('\n');
};
