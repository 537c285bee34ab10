import { ApiKeyEntity, TenantEntity } from '../access/access-entities.ts';
import { PlatformEntity } from '../task-center/platform-entity.ts';

/** Every aggregate that MikroORM holds; everything else is plain tables behind set-based SQL. */
export const entities = [TenantEntity, ApiKeyEntity, PlatformEntity];
