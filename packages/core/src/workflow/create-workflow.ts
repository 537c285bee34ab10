import { closeTasks } from './close-tasks.ts';
import { listInstances } from './list-instances.ts';
import type { WorkflowStores } from './ports.ts';
import { recordEngineEvents } from './record-engine-events.ts';
import { showInstance } from './show-instance.ts';
import { showTask } from './show-task.ts';
import { takeSnapshot } from './take-snapshot.ts';
import { tellTask } from './tell-task.ts';
import { tellTasks } from './tell-tasks.ts';
import type { WorkflowDependencies } from './workflow-dependencies.ts';
import type { Workflow } from './workflow.ts';

/** The workflow context: instances and tasks, as engines report them or as they are told. */
export const createWorkflow = <Stores extends WorkflowStores>(
  dependencies: WorkflowDependencies<Stores>,
): Workflow => ({
  recordEngineEvents: recordEngineEvents(dependencies),
  tellTask: tellTask(dependencies),
  tellTasks: tellTasks(dependencies),
  closeTasks: closeTasks(dependencies),
  takeSnapshot: takeSnapshot(dependencies),
  showInstance: showInstance(dependencies),
  showTask: showTask(dependencies),
  listInstances: listInstances(dependencies),
});
