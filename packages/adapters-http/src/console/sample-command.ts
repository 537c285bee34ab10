import type { Clock, Ids } from '@portico/core';
import { eventBody, receiveEvent } from './sample-event.ts';
import { readSampleForm, sampleValues } from './sample-form.ts';
import type { View } from './view.ts';

/** A first event to paste, under ids that nobody has used. */
export type SampleCommand = (view: View) => unknown;

export const createSampleCommand =
  (ids: Ids, clock: Clock): SampleCommand =>
  (view) =>
    readSampleForm(sampleValues(ids.next()), clock.now(), view.texts)
      .map(({ eventId, instance, task }) => eventBody(receiveEvent({ eventId, at: clock.now() }, instance, task)))
      .unwrapOr({});
