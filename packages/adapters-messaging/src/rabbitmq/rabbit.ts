import type { Link } from './link.ts';
import type { ChannelTrouble } from './tended-channel.ts';
import type { TopologyNames } from './topology.ts';

/** How a broker stands. */
export interface RabbitState {
  readonly status: 'connecting' | 'connected' | 'closed';
  /** Since when, in milliseconds since 1970. */
  readonly since: number;
  /** What went wrong last, without credentials; it stays when all is well again. */
  readonly lastError: string | null;
  /** Why the broker takes nothing at present (memory, disk); null when it does. */
  readonly blocked: string | null;
  /** What does not work although the broker is there, such as a queue that somebody declared with other arguments. */
  readonly troubles: readonly ChannelTrouble[];
}

/** A broker that is connected to for as long as the process lives. */
export interface Rabbit {
  readonly names: TopologyNames;
  readonly publishing: Link;
  /** A connection of its own: a broker that is short of memory stops reading from whoever publishes, acknowledgements included. */
  readonly consuming: Link;
  state(): RabbitState;
  /** Ends everything that uses it, within 5 s unless told otherwise. Never rejects. */
  close(withinMs?: number): Promise<void>;
}
