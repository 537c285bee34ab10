export { createInProcessDoorbell } from './in-process-doorbell.ts';
