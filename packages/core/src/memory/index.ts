export { createMemoryDatabase, type MemoryDatabase } from './memory-database.ts';
export { MemoryTable } from './memory-table.ts';
export { createMemoryTransactor, type AsyncScope } from './memory-transactor.ts';
export { createMemoryWorkStores } from './memory-work-stores.ts';
export { createMemoryAccessStore } from './memory-access-store.ts';
export { createMemoryWorkflowStore } from './memory-workflow-store.ts';
export { createMemoryTaskCenterStores } from './memory-task-center-stores.ts';
export { createMemoryDoorbell } from './memory-doorbell.ts';
export { createMemoryPorts, createMemoryStores, type MemoryPorts } from './memory-ports.ts';
