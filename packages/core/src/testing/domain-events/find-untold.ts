import type { DomainEvent } from '../../domain-events/domain-event.ts';
import { canonicalJson } from '../../work/fingerprint.ts';
import type { WitnessedChange } from './change-witness.ts';

const changeOf = ({ type, data }: DomainEvent): WitnessedChange => ({
  type,
  platform: String(data['platform']),
  instanceId: String(data['instanceId']),
  taskId: data['taskId'] as string | null,
  assigneeId: data['assigneeId'] as string | null,
  version: Number(data['version']),
  operation: (data['operation'] ?? null) as string | null,
});

const tally = (changes: readonly WitnessedChange[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const change of changes) {
    const name = canonicalJson(change);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
};

/**
 * Compares what changed with what was told of it, be it heard or still to be handed over; answers what is wrong. An event that is
 * heard several times is one; two events of one change, or an event of none, are wrong.
 */
export const findUntold = (changes: readonly WitnessedChange[], told: readonly DomainEvent[]): readonly string[] => {
  const wrong: string[] = [];
  const events = new Map<string, DomainEvent>();
  for (const event of told) {
    const known = events.get(event.id);
    if (known !== undefined && canonicalJson(known) !== canonicalJson(event))
      wrong.push(`${event.id} was told in two ways`);
    events.set(event.id, event);
  }
  const [expected, found] = [tally(changes), tally([...events.values()].map(changeOf))];
  for (const name of new Set([...expected.keys(), ...found.keys()])) {
    const [wanted, got] = [expected.get(name) ?? 0, found.get(name) ?? 0];
    if (wanted !== got) wrong.push(`${name}: changed ${wanted} times, told by ${got} events`);
  }
  return wrong;
};
