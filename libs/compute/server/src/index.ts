export { runPlanCommand, type PlanIo } from './planning/plan-command';
