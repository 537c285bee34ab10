import { createWorkflowSchemas, workflowLimits } from '@portico/core/workflow';
import { z } from 'zod';

// For the document only: what a field may be does not depend on the zone its timestamps are read in.
const { engineEvent, toldTask, snapshot } = createWorkflowSchemas('UTC');

export const eventsBody = z.union([
  engineEvent.meta({ ref: 'EngineEvent' }),
  z.object({ events: z.array(engineEvent.meta({ ref: 'EngineEvent' })).max(workflowLimits.eventsPerRequest) }),
]);

export const toldTaskBody = toldTask.meta({ ref: 'ToldTask' });

export const snapshotBody = snapshot.meta({ ref: 'Snapshot' });
