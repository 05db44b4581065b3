import type { ApiDeps } from './deps.ts';
import { openApiDocument } from './openapi.ts';
import type { Route } from './route.ts';
import { addOnRoutes } from './routes/add-on.routes.ts';
import { customerRoutes } from './routes/customer.routes.ts';
import { documentRoutes } from './routes/document.routes.ts';
import { entitlementRoutes } from './routes/entitlement.routes.ts';
import { featureRoutes } from './routes/feature.routes.ts';
import { openRoutes } from './routes/health.routes.ts';
import { pendingRoutes } from './routes/pending.routes.ts';
import { planRoutes } from './routes/plan.routes.ts';
import { previewRoutes } from './routes/preview.routes.ts';
import { productRoutes } from './routes/product.routes.ts';
import { subscriptionAddOnRoutes } from './routes/subscription-add-on.routes.ts';
import { subscriptionRoutes } from './routes/subscription.routes.ts';
import { timelineRoutes } from './routes/timeline.routes.ts';

/** Every call of the API: what the application serves and what the OpenAPI document describes. */
export function allRoutes(deps: ApiDeps): readonly Route[] {
  const document = (): object => openApiDocument(routes);
  const routes: readonly Route[] = [
    ...openRoutes(deps, document),
    ...featureRoutes(deps),
    ...productRoutes(deps),
    ...planRoutes(deps),
    ...addOnRoutes(deps),
    ...customerRoutes(deps),
    ...previewRoutes(deps),
    ...subscriptionRoutes(deps),
    ...subscriptionAddOnRoutes(deps),
    ...pendingRoutes(deps),
    ...timelineRoutes(deps),
    ...documentRoutes(deps),
    ...entitlementRoutes(deps),
  ];
  return routes;
}
