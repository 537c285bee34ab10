import type { Instant } from '@portico/core';
import { createWorkflowSchemas, parseTimestamp, type WorkflowSchemas } from '@portico/core/workflow';

/** How one tenant's requests are read: timestamps without offset are in its zone. */
export interface WorkflowInput {
  readonly schemas: WorkflowSchemas;
  /** ISO 8601, with or without offset; null when it is none. */
  instant(text: string): Instant | null;
}

export const createWorkflowInput = (timezone: string): WorkflowInput => ({
  schemas: createWorkflowSchemas(timezone),
  instant: (text) => parseTimestamp(text, timezone),
});
