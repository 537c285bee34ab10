import type { JobData } from '../jobs/job.ts';
import type { TodoCursor } from './ports.ts';
import type { RepushRequest } from './repush.ts';

/** The name of the kind of jobs. */
export const repushKindName = 'repush';

/** What a re-push job was asked for, as it is kept. */
export const toRepushInput = ({ filter, mode, perSecond }: RepushRequest): JobData => ({ filter, mode, perSecond });

/** The inverse of `toRepushInput`, for inputs that it wrote. */
export const fromRepushInput = (input: JobData): RepushRequest => {
  const { filter, mode, perSecond } = input as unknown as RepushRequest;
  return { filter, mode, perSecond };
};

/** How far a re-push is. */
export interface RepushPlace {
  /** The last to-do that was looked at; null at the end of a round. */
  readonly after: TodoCursor;
  /** Wall-clock time before which the next page must not follow, so that the rate is kept. */
  readonly notBefore: number;
}

export const toRepushCheckpoint = ({ after, notBefore }: RepushPlace): JobData => ({ after, notBefore });

/** The inverse of `toRepushCheckpoint`; null before the first page. */
export const fromRepushCheckpoint = (checkpoint: JobData | null): RepushPlace | null =>
  checkpoint === null ? null : (checkpoint as unknown as RepushPlace);
