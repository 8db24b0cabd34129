import { machineTests } from '@wutong/core-testing';
import { reconciliationWorkflow } from './reconciliation.workflow';

machineTests(reconciliationWorkflow, new URL('fixtures/reconciliation.machine.json', import.meta.url), ['founder', 'auditor', 'screener']);
