import type { ApiDeps } from './http/deps.ts';
import { openApiDocument } from './http/openapi.ts';
import type { Route } from './http/route.ts';
import { addOnRoutes } from './catalogue/add-on.routes.ts';
import { customFieldRoutes } from './catalogue/custom-field.routes.ts';
import { customerOfferRoutes } from './catalogue/customer-offer.routes.ts';
import { apiKeyRoutes } from './http/api-key.routes.ts';
import { catalogueFileRoutes } from './catalogue-file/catalogue-file.routes.ts';
import { customerRoutes } from './catalogue/customer.routes.ts';
import { documentRoutes } from './subscription/document.routes.ts';
import { entitlementRoutes } from './subscription/entitlement.routes.ts';
import { featureRoutes } from './catalogue/feature.routes.ts';
import { openRoutes } from './http/health.routes.ts';
import { imageRoutes } from './catalogue/image.routes.ts';
import { pendingRoutes } from './subscription/pending.routes.ts';
import { planRoutes } from './catalogue/plan.routes.ts';
import { previewRoutes } from './subscription/preview.routes.ts';
import { priceGridRoutes } from './catalogue/price-grid.routes.ts';
import { priceRoutes } from './catalogue/price.routes.ts';
import { productRoutes } from './catalogue/product.routes.ts';
import { singlePurchaseRoutes } from './catalogue/single-purchase.routes.ts';
import { settingsRoutes } from './catalogue/settings.routes.ts';
import { subscriptionAddOnRoutes } from './subscription/subscription-add-on.routes.ts';
import { subscriptionRoutes } from './subscription/subscription.routes.ts';
import { timelineRoutes } from './subscription/timeline.routes.ts';

/** All routes of the API, in the order of the OpenAPI document. */
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
