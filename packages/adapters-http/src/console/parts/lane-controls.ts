import type { Lane } from '@portico/core/work';
import { html } from 'hono/html';
import { pages } from '../addresses.ts';
import { may, type Html, type View } from '../view.ts';
import type { LaneState } from '../texts/states.ts';
import { postButton } from './button.ts';

/** A lane's switches, for whoever may use them. */
export const laneControls = (view: View, lane: Lane, state: LaneState): Html => {
  if (!may(view, 'lanes:write')) return html``;
  const { overview } = view.texts;
  const fields = { lane: lane.name, next: view.here };
  const closed = lane.closedUntil > view.now || lane.trips > 0;
  return html`${
    lane.paused
      ? postButton({ label: overview.resume, icon: 'play', action: pages.lane('resume'), fields, kind: 'primary' })
      : postButton({ label: overview.pause, icon: 'pause', action: pages.lane('pause'), fields })
  }${
    closed && state !== 'disabled'
      ? postButton({ label: overview.reopen, icon: 'retry', action: pages.lane('reopen'), fields })
      : ''
  }`;
};
