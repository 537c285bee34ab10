import { createPortalFeed } from './feed-answer.ts';
import type { FeedDependencies } from './feed-context.ts';
import { createCountFor, createListChanges, createListFor } from './feed-lists.ts';
import {
  createChangePortal,
  createCreatePortal,
  createListPortals,
  createRemovePortal,
  createShowPortal,
} from './feed-portals.ts';
import type { Feed } from './feed.ts';

/** To-dos for whoever fetches them. */
export const createFeed = (dependencies: FeedDependencies): Feed => ({
  listFor: createListFor(dependencies),
  countFor: createCountFor(dependencies),
  listChanges: createListChanges(dependencies),
  listPortals: createListPortals(dependencies),
  showPortal: createShowPortal(dependencies),
  createPortal: createCreatePortal(dependencies),
  changePortal: createChangePortal(dependencies),
  removePortal: createRemovePortal(dependencies),
  portal: createPortalFeed(dependencies),
});
