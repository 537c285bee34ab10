import type { Hono } from 'hono';
import { findAsset } from '../assets.ts';
import type { ConsoleEnvironment } from '../environment.ts';

/** Our own style sheet, scripts and icon. */
export const addAssetRoutes = (app: Hono<ConsoleEnvironment>): void => {
  app.get('/assets/:name', (context) => {
    context.set('route', '/assets/:name');
    const asset = findAsset(context.req.param('name'));
    if (asset === null) return context.text('Not found', 404, { 'Cache-Control': 'no-store' });
    const isThisVersion = context.req.query('v') === asset.tag;
    return context.body(asset.body, 200, {
      'Content-Type': asset.type,
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': isThisVersion ? 'public, max-age=31536000, immutable' : 'no-cache',
    });
  });
};
