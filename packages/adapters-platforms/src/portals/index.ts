export { createPortalTemplates } from './portal-templates.ts';
