export { createDecisionActivities } from './decision.activities.ts';
