import type { ShownSource, SourceKind } from '@portico/core/sources';
import { html } from 'hono/html';
import { pages } from '../addresses.ts';
import { askingButton, postButton } from '../parts/button.ts';
import { errorSummary } from '../parts/error-summary.ts';
import { live } from '../parts/live.ts';
import { sourceFields } from '../parts/source-fields.ts';
import { sourceQuestions } from '../parts/source-jobs.ts';
import { sourceTrial, type SourceTrial } from '../parts/source-trial.ts';
import { exact } from '../parts/time.ts';
import type { FormErrors } from '../platform-form.ts';
import type { SourceJobs } from '../source-jobs.ts';
import { may, type Html, type View } from '../view.ts';
import { sourceBadge } from './sources.ts';

export interface SourceContent {
  readonly source: ShownSource;
  readonly kind: SourceKind;
  readonly values: URLSearchParams;
  readonly errors: FormErrors;
  readonly trial: SourceTrial | null;
  /** Null: the visitor may not look at jobs. */
  readonly jobs: SourceJobs | null;
}

const actions = (view: View, { code, enabled, sweep }: ShownSource): Html => {
  const { sources } = view.texts;
  if (!may(view, 'platforms:write')) return html``;
  const action = (name: Parameters<typeof pages.sourceAction>[1]): string => pages.sourceAction(code, name);
  const fields = {};
  return html`<div class="row-actions">
    ${postButton({ label: sources.tryIt, icon: 'plug', action: action('test'), fields })}
    ${enabled && sweep !== null ? askingButton({ id: 'sweep', label: sources.startSweep, icon: 'retry', action: action('sweep'), fields, question: sources.sweepHelp, yes: sources.startSweep, kind: 'plain' }) : ''}
    ${
      enabled
        ? askingButton({
            id: 'disable',
            label: sources.disable,
            icon: 'stop',
            action: action('disable'),
            fields,
            question: sources.disableConfirm,
            yes: sources.confirmDisable,
            kind: 'danger',
          })
        : postButton({ label: sources.enable, icon: 'play', action: action('enable'), fields, kind: 'primary' })
    }
    ${askingButton({ id: 'remove', label: sources.remove, icon: 'trash', action: action('remove'), fields, question: sources.removeConfirm, yes: sources.confirmRemove, kind: 'danger' })}
  </div>`;
};

/** One source: how asking goes, trying it, its settings. */
export const sourcePage = (view: View, { source, kind, values, errors, trial, jobs }: SourceContent): Html => {
  const { sources, platforms, common } = view.texts;
  const write = may(view, 'platforms:write');
  return html`<div class="page-head">
      <p class="crumbs"><a href="${pages.sources}">${sources.title}</a></p>
      <h1>${source.name}</h1>
      <p class="quiet">
        <code>${source.code}</code> · ${kind.name[view.language]} · ${platforms.updated}
        ${exact(view, source.updatedAt)}
      </p>
    </div>
    ${live(
      view,
      'source-status',
      view.liveMs,
      html`<section class="panel" data-enabled="${String(source.enabled)}">
        <div class="section-head">${sourceBadge(view, source.enabled)}${actions(view, source)}</div>
        ${sourceQuestions(view, source, jobs)}
      </section>`,
    )}
    ${trial === null ? '' : sourceTrial(view, trial)} ${errorSummary(view, errors)}
    <h2 id="settings">${sources.settings}</h2>
    <form aria-labelledby="settings" class="panel form" method="post" action="${pages.source(source.code)}">
      <input type="hidden" name="revision" value="${values.get('revision') ?? ''}" />
      <fieldset class="group" ${write ? '' : html` disabled`}>
        ${sourceFields(view, { kind, values, errors, secretNames: source.secretNames, isNew: false })}
      </fieldset>
      <p class="form-actions">
        ${write ? html`<button class="button primary" type="submit">${common.save}</button>` : html`<span class="quiet">${platforms.readOnly}</span>`}
      </p>
    </form>`;
};
