import { useApolloClient } from '@apollo/client/react';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Button, newKey, Notice, ofBody, Panel, toWords, useFormat } from '@wutong/core-web';
import { FileUp } from 'lucide-react';
import { useRef, useState } from 'react';

interface Report {
  records: number;
  added: number;
  updated: number;
  unchanged: number;
  parked: number;
  passedOver: number;
  problems: { line?: number; field?: string; message: string }[];
}

/** How many bad lines are told at once. */
const MOST_TOLD = 20;

/** Takes a file of sacct's text or JSON and tells what became of it, line by line where something was wrong. */
export function ImportUsage() {
  const { t, i18n } = useLingui();
  const client = useApolloClient();
  const input = useRef<HTMLInputElement>(null);
  const [isBusy, setBusy] = useState(false);
  const [report, setReport] = useState<Report | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const send = async (file: File) => {
    setBusy(true);
    setReport(null);
    setFailure(null);
    try {
      const isJson = file.name.endsWith('.json');
      const answer = await fetch(`/v1/usage?source=${encodeURIComponent(file.name)}`, {
        method: 'POST',
        headers: {
          'content-type': isJson ? 'application/json' : 'text/plain', 'x-locale': i18n.locale, 'idempotency-key': newKey(),
        },
        body: file,
      });
      const text = await answer.text();
      if (answer.ok || (answer.status === 422 && text.includes('"records"'))) setReport(JSON.parse(text) as Report);
      else setFailure(ofBody(text)?.message ?? t`The file was not taken. Send the text of sacct --parsable2, or Slurm’s JSON.`);
      await client.refetchQueries({ include: ['UsageImports'] });
    } catch (error) {
      setFailure(toWords(error).message);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Panel
      title={t`Import accounting records`}
      actions={
        <Button size="sm" isPending={isBusy} onPress={() => input.current?.click()}>
          <FileUp aria-hidden />
          <Trans>Choose a file</Trans>
        </Button>
      }
    >
      <input
        ref={input} type="file" hidden aria-label={t`File of accounting records`} accept=".txt,.csv,.psv,.json,.log,text/plain,application/json"
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          if (file) void send(file);
          event.target.value = '';
        }}
      />
      <div
        className="flex flex-col gap-3"
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault();
          const [file] = event.dataTransfer.files;
          if (file) void send(file);
        }}
      >
        <p className="text-muted">
          <Trans>The text of sacct --parsable2 or Slurm’s JSON, in any encoding. Each job counts once however often it comes.</Trans>
        </p>
        {failure && <Notice tone="bad">{failure}</Notice>}
        {report && <Outcome report={report} />}
      </div>
    </Panel>
  );
}

function Outcome({ report }: { report: Report }) {
  const { t } = useLingui();
  const format = useFormat();
  const { records, added, updated, unchanged, parked, passedOver, problems } = report;
  return (
    <Notice
      tone={problems.length > 0 ? 'warn' : 'ok'}
      title={<Plural value={records} one="# job on GPUs was read" other="# jobs on GPUs were read" />}
    >
      <p>
        <Trans>
          {format.number(added)} new, {format.number(updated)} changed, {format.number(unchanged)} known already,{' '}
          {format.number(parked)} of unknown accounts; {format.number(passedOver)} lines without GPUs passed over.
        </Trans>
      </p>
      {problems.length > 0 && (
        <ul className="flex list-disc flex-col gap-0.5 pt-1.5 pl-5">
          {problems.slice(0, MOST_TOLD).map((problem, index) => (
            <li key={index}>
              {problem.line !== undefined && <span className="tabular font-medium">{t`Line ${problem.line}`}: </span>}
              {problem.message}
            </li>
          ))}
          {problems.length > MOST_TOLD && <li><Trans>and {problems.length - MOST_TOLD} more</Trans></li>}
        </ul>
      )}
    </Notice>
  );
}
