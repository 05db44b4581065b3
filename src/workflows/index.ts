export { subscriptionWorkflow } from './subscription.workflow.ts';
