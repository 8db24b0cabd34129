import { EnforcementService } from '@wutong/compute-server';
import { Clock, systemCtx } from '@wutong/core-server';
import { inWords } from '../meter/pull.command';
import type { Settings } from '../settings';
import { print, say, tell } from '../terminal';
import { withApp } from '../with-app';

/** Makes a cluster hold to its grants, or with `isDry` prints what that would be; gives the exit code. */
export async function enforceCommand(settings: Settings, cluster: string, isDry: boolean): Promise<number> {
  return withApp(settings, async (app) => {
    const service = app.get(EnforcementService, { strict: false });
    const ctx = systemCtx(app.get(Clock).now(), 'enforce');
    if (isDry) {
      const { plan, texts } = await service.dryRun(ctx, cluster).catch(inWords);
      for (const text of texts) print(text);
      for (const account of plan.strangers) tell(say(`${account} belongs to no grant and is left alone`, `${account} 不属于任何批准，不作处理`));
      tell(say(`${plan.operations.length} changes would be made.`, `将执行 ${plan.operations.length} 项变更。`));
      return 0;
    }
    const { done } = await service.enforce(ctx, cluster).catch(inWords);
    print(say(`${done} changes made and read back.`, `已执行并回读确认 ${done} 项变更。`));
    return 0;
  });
}
