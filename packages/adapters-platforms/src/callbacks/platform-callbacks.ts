import type { CallbackReader, ConfigField } from '@portico/core/task-center';
import { feishuQuickApprovalReader, quickApprovalFields } from './feishu-quick-approval.ts';
import { genericSignedReader, signedCallbackFields } from './generic-signed.ts';

/** How a kind takes callbacks, and the settings that it needs for that. */
export interface PlatformCallbacks {
  readonly reader: CallbackReader;
  readonly fields: readonly ConfigField[];
}

export const signedCallbacks: PlatformCallbacks = { reader: genericSignedReader, fields: signedCallbackFields };

export const quickApprovals: PlatformCallbacks = { reader: feishuQuickApprovalReader, fields: quickApprovalFields };
