import type { ApiDeps } from './deps.ts';
import { openApiDocument } from './openapi.ts';
import type { Route } from './route.ts';
import { addOnRoutes } from './routes/add-on.routes.ts';
import { customFieldRoutes } from './routes/custom-field.routes.ts';
import { customerOfferRoutes } from './routes/customer-offer.routes.ts';
import { apiKeyRoutes } from './routes/api-key.routes.ts';
import { catalogueFileRoutes } from './routes/catalogue-file.routes.ts';
import { customerRoutes } from './routes/customer.routes.ts';
import { documentRoutes } from './routes/document.routes.ts';
import { entitlementRoutes } from './routes/entitlement.routes.ts';
import { featureRoutes } from './routes/feature.routes.ts';
import { openRoutes } from './routes/health.routes.ts';
import { imageRoutes } from './routes/image.routes.ts';
import { pendingRoutes } from './routes/pending.routes.ts';
import { planRoutes } from './routes/plan.routes.ts';
import { previewRoutes } from './routes/preview.routes.ts';
import { priceGridRoutes } from './routes/price-grid.routes.ts';
import { priceRoutes } from './routes/price.routes.ts';
import { productRoutes } from './routes/product.routes.ts';
import { singlePurchaseRoutes } from './routes/single-purchase.routes.ts';
import { settingsRoutes } from './routes/settings.routes.ts';
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
    ...singlePurchaseRoutes(deps),
    ...addOnRoutes(deps),
    ...catalogueFileRoutes(deps),
    ...priceGridRoutes(deps),
    ...customerRoutes(deps),
    ...customerOfferRoutes(deps),
    ...previewRoutes(deps),
    ...priceRoutes(deps),
    ...subscriptionRoutes(deps),
    ...subscriptionAddOnRoutes(deps),
    ...pendingRoutes(deps),
    ...timelineRoutes(deps),
    ...documentRoutes(deps),
    ...entitlementRoutes(deps),
    ...imageRoutes(deps),
    ...customFieldRoutes(deps),
    ...settingsRoutes(deps),
    ...apiKeyRoutes(deps),
  ];
  return routes;
}
