import { languages, type Language } from '../../problems/problems.ts';
import { alertEnds, alertKinds, alerts } from './alerts.ts';
import { attention, attentionActions, attentionNames, attentionSentences } from './attention.ts';
import { common, notices } from './common.ts';
import { failures, undecidable } from './failures.ts';
import { jobs, jobStandings, sweeps } from './jobs.ts';
import { overview } from './overview.ts';
import { people } from './people.ts';
import { platforms } from './platforms.ts';
import { instanceStatusWords, repush } from './repush.ts';
import { resolve, type Resolved } from './resolve.ts';
import { sandboxes } from './sandboxes.ts';
import { problemPage, signIn } from './sign-in.ts';
import {
  decisionWords,
  laneMeanings,
  laneWords,
  outcomeAdvice,
  outcomeWords,
  remoteWords,
  syncMeanings,
  syncWords,
  todoStateWords,
  urgencyWords,
} from './states.ts';
import { profiles } from './profiles.ts';
import { health, statistics } from './statistics.ts';
import { sources } from './sources.ts';
import { todos } from './todos.ts';
import { tryIt } from './try-it.ts';
import { webhooks } from './webhooks.ts';

const tables = {
  common,
  notices,
  attention,
  attentionName: attentionNames,
  attentionSentence: attentionSentences,
  attentionAction: attentionActions,
  overview,
  failures,
  undecidable,
  statistics,
  health,
  profiles,
  jobs,
  jobStanding: jobStandings,
  sweeps,
  repush,
  sources,
  people,
  webhooks,
  alerts,
  alertKind: alertKinds,
  alertEnd: alertEnds,
  instanceStatus: instanceStatusWords,
  todos,
  platforms,
  sandboxes,
  tryIt,
  signIn,
  problemPage,
  sync: syncWords,
  syncMeaning: syncMeanings,
  todoState: todoStateWords,
  urgency: urgencyWords,
  remote: remoteWords,
  outcome: outcomeWords,
  advice: outcomeAdvice,
  lane: laneWords,
  laneMeaning: laneMeanings,
  decision: decisionWords,
};

/** Every text of the console in one language, by table and name. */
export type Texts = { readonly [Name in keyof typeof tables]: Resolved<(typeof tables)[Name]> };

const textsIn = (language: Language): Texts =>
  Object.fromEntries(
    Object.entries(tables).map(([name, table]) => [name, resolve(table, language)]),
  ) as unknown as Texts;

const byLanguage = new Map(languages.map((language) => [language, textsIn(language)]));

export const textsOf = (language: Language): Texts => byLanguage.get(language) ?? textsIn(language);

export type NoticeCode = keyof typeof notices;

export const isNotice = (value: string | undefined): value is NoticeCode =>
  value !== undefined && Object.hasOwn(notices, value);
