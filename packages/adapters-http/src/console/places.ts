import type { Scope } from '@portico/core/access';
import { pages } from './addresses.ts';
import type { IconName } from './parts/icon.ts';
import type { Texts } from './texts/texts.ts';
import { allows, type View } from './view.ts';

/** A page that the navigation leads to. */
export interface Place {
  readonly href: string;
  readonly name: keyof Texts['common'] &
    (
      | 'overview'
      | 'todos'
      | 'failures'
      | 'statistics'
      | 'jobs'
      | 'platforms'
      | 'sources'
      | 'people'
      | 'webhooks'
      | 'alerts'
      | 'sandboxes'
      | 'tryIt'
    );
  readonly icon: IconName;
  readonly scope: Scope;
}

const places: readonly Place[] = [
  { href: pages.overview, name: 'overview', icon: 'gauge', scope: 'lanes:read' },
  { href: pages.todos, name: 'todos', icon: 'inbox', scope: 'todos:read' },
  { href: pages.failures, name: 'failures', icon: 'alert', scope: 'todos:read' },
  { href: pages.platforms, name: 'platforms', icon: 'plug', scope: 'platforms:read' },
  { href: pages.sources, name: 'sources', icon: 'inbox', scope: 'platforms:read' },
  { href: pages.people, name: 'people', icon: 'person', scope: 'platforms:read' },
  { href: pages.webhooks, name: 'webhooks', icon: 'external', scope: 'webhooks:read' },
  { href: pages.alerts, name: 'alerts', icon: 'bell', scope: 'alerts:read' },
  { href: pages.jobs, name: 'jobs', icon: 'plan', scope: 'lanes:read' },
  { href: pages.statistics, name: 'statistics', icon: 'chart', scope: 'lanes:read' },
  { href: pages.sandboxes, name: 'sandboxes', icon: 'arrows', scope: 'platforms:read' },
  { href: pages.tryIt, name: 'tryIt', icon: 'send', scope: 'events:write' },
];

/** Where this visitor may go, in order. */
export const placesFor = ({ visitor, hasSandboxes }: Pick<View, 'visitor' | 'hasSandboxes'>): readonly Place[] =>
  places.filter(({ href, scope }) => allows(visitor, scope) && (hasSandboxes || href !== pages.sandboxes));
