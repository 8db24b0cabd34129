import { Trans } from '@lingui/react/macro';
import { Button } from '@wutong/core-web';
export function Page() { return <Button variant="primary"><Trans>Hello</Trans></Button>; }
