import { useQuery } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import { useNavigate } from '@tanstack/react-router';
import {
  Button, Checkbox, FileDrop, graphql, MonthField, Notice, NumberField, PageHeader, Panel, Progress, Select, Skeleton, TextField, toast,
  toWords, useCommand, useName, useViewer, type UploadedFile,
} from '@wutong/core-web';
import { useEffect, useState } from 'react';
import { FileRows, ProblemList, ReadLines } from './bill-preview';
import {
  BillPreviewDocument, BillSuppliersDocument, ImportSupplierBillDocument, NewestReconciliationDocument, type BillMappingInput,
  type ImportSupplierBillMutation,
} from './bill-new.page.graphql';
import { MappingForm, useFieldNames } from './mapping-form';

graphql`
  query BillSuppliers { organisations(kind: supplier, first: 200) { nodes { id nameZh nameEn } } }
  query BillPreview($fileId: ID!, $supplierId: ID, $mapping: BillMappingInput) {
    billPreview(fileId: $fileId, supplierId: $supplierId, mapping: $mapping) {
      isFocus encoding delimiter headerLine headers savedVersion month invoice
      rows { line cells }
      mapping { columns { field column } quantityUnit gpusPerNode amountUnit timeZone }
      lines { line startsAt endsAt gpuMh amountUfen taxUfen category cluster gpuClass sku resource description }
      problems { line column code message }
    }
  }
  query NewestReconciliation($supplierId: ID!, $month: String!) {
    reconciliations(first: 10, supplierIds: [$supplierId], month: $month) { nodes { id round } }
  }
  mutation ImportSupplierBill($input: ImportSupplierBillInput!) {
    importSupplierBill(input: $input) {
      __typename
      ... on SupplierBill { id organisationId month lines }
      ... on SupplierBillProblems { problems { line column code message } }
    }
  }
`;

type Problems = Extract<ImportSupplierBillMutation['importSupplierBill'], { __typename: 'SupplierBillProblems' }>['problems'];

/** Takes in a supplier's bill: the file, which column is what, and the invoice's head. Nothing is kept until all of it is right. */
export function Page() {
  const { t } = useLingui();
  const viewer = useViewer();
  const isSupplier = viewer.actingFor?.organisationKind === 'supplier';
  const [files, setFiles] = useState<readonly UploadedFile[]>([]);
  const [supplierId, setSupplier] = useState<string | null>(isSupplier ? (viewer.actingFor?.organisationId ?? null) : null);
  const file = files[0];
  return (
    <>
      <PageHeader
        title={isSupplier ? t`Send a bill` : t`Take in a bill`} crumbs={[{ label: isSupplier ? t`Our bills` : t`Suppliers’ bills`, href: '/compute/bills' }]}
        lead={t`One file is one invoice. It is taken in whole or not at all.`}
      />
      <div className="flex flex-col gap-4">
        <Panel>
          <div className="grid gap-4 lg:grid-cols-2">
            {!isSupplier && <SupplierChoice value={supplierId} onChange={setSupplier} />}
            <FileDrop
              label={t`The bill as a CSV`} purpose="supplier-bill" accept={['.csv', '.txt', '.tsv']} maxSizeBytes={100_000_000} maxFiles={1}
              value={files} onChange={setFiles} help={t`UTF-8, GB18030 or UTF-16; FOCUS 1.0 to 1.2, or any table with a header.`}
            />
          </div>
        </Panel>
        {file && supplierId && <BillForm key={`${file.id} ${supplierId}`} fileId={file.id} supplierId={supplierId} />}
        {file && !supplierId && <Notice tone="info"><Trans>Choose the supplier to go on.</Trans></Notice>}
      </div>
    </>
  );
}

function SupplierChoice({ value, onChange }: { value: string | null; onChange: (id: string | null) => void }) {
  const { t } = useLingui();
  const nameOf = useName();
  const { data } = useQuery(BillSuppliersDocument);
  return (
    <Select
      label={t`Supplier`} isRequired value={value} onChange={onChange}
      options={(data?.organisations.nodes ?? []).map((one) => ({ value: one.id, label: nameOf(one) }))}
    />
  );
}

function BillForm({ fileId, supplierId }: { fileId: string; supplierId: string }) {
  const { t } = useLingui();
  const names = useFieldNames();
  const [mapping, setMapping] = useState<BillMappingInput | null>(null);
  const { data, previousData, error } = useQuery(BillPreviewDocument, { variables: { fileId, supplierId, mapping }, fetchPolicy: 'no-cache' });
  const preview = (data ?? previousData)?.billPreview;
  if (error && !preview) return <Notice tone="bad">{toWords(error).message}</Notice>;
  if (!preview) return <Skeleton className="h-64 rounded-card" />;
  return (
    <>
      {preview.isFocus ? (
        <Notice tone="ok"><Trans>A FOCUS file: its columns are known.</Trans></Notice>
      ) : (
        <Panel title={t`Which column is what`}>
          {preview.savedVersion != null && !mapping && (
            <p className="pb-3 text-muted"><Trans>Recognised: read as the last file with these columns was.</Trans></p>
          )}
          {preview.mapping && <MappingForm headers={preview.headers} mapping={mapping ?? plain(preview.mapping)} onChange={setMapping} />}
        </Panel>
      )}
      {preview.problems.length > 0 && <ProblemList problems={preview.problems} />}
      <div className="grid items-start gap-4 2xl:grid-cols-2">
        <FileRows preview={preview} names={names} />
        <ReadLines preview={preview} />
      </div>
      <HeadForm
        fileId={fileId} supplierId={supplierId} mapping={preview.isFocus ? null : (mapping ?? (preview.mapping && plain(preview.mapping)) ?? null)}
        month={preview.month ?? null} invoice={preview.invoice ?? null} isReady={preview.problems.length === 0}
      />
    </>
  );
}

interface HeadFormProps {
  fileId: string;
  supplierId: string;
  mapping: BillMappingInput | null;
  month: string | null;
  invoice: string | null;
  isReady: boolean;
}

/** The invoice's head, and the taking in. */
function HeadForm(props: HeadFormProps) {
  const { fileId, supplierId, mapping, isReady } = props;
  const { t } = useLingui();
  const navigate = useNavigate();
  const [month, setMonth] = useState(props.month);
  const [invoice, setInvoice] = useState(props.invoice ?? '');
  const [yuan, setYuan] = useState<number | null>(null);
  const [isCorrection, setCorrection] = useState(false);
  const [problems, setProblems] = useState<Problems>([]);
  const [failure, setFailure] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const take = useCommand(ImportSupplierBillDocument, { refetch: ['BillList'] });
  const newest = useQuery(NewestReconciliationDocument, { skip: true, variables: { supplierId, month: month ?? '' } });
  useEffect(() => setMonth((before) => before ?? props.month), [props.month]);
  const run = async () => {
    setBusy(true);
    setProblems([]);
    setFailure(null);
    try {
      const { importSupplierBill: answer } = await take.send({
        input: { fileId, supplierId, month, invoice: invoice.trim() || null, totalFen: yuan === null ? null : String(Math.round(yuan * 100)), mapping, isCorrection },
      });
      if (answer.__typename === 'SupplierBillProblems') return setProblems(answer.problems);
      toast.done(t`The bill is in: ${answer.lines} lines`);
      const found = await newest.refetch({ supplierId, month: answer.month.slice(0, 7) });
      const last = found.data?.reconciliations.nodes.toSorted((one, other) => other.round - one.round)[0];
      void navigate({ to: last ? `/compute/bills/${last.id}` : '/compute/bills' });
    } catch (error) {
      setFailure(toWords(error).message);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Panel title={t`The invoice`}>
      <div className="flex flex-col gap-4">
        <div className="grid gap-4 sm:grid-cols-3">
          <MonthField label={t`Billed month`} isRequired value={month} onChange={setMonth} />
          <TextField label={t`Number of the invoice`} isRequired value={invoice} onChange={setInvoice} maxLength={120} />
          <NumberField
            label={t`Total on the invoice`} value={yuan} onChange={setYuan} unit="¥" help={t`Where given, the lines have to come to it.`}
            formatOptions={{ minimumFractionDigits: 2, maximumFractionDigits: 2 }}
          />
        </div>
        <Checkbox isSelected={isCorrection} onChange={setCorrection}><Trans>It corrects a bill of this number that is here already</Trans></Checkbox>
        {problems.length > 0 && <ProblemList problems={problems} title={t`Nothing was taken in`} />}
        {failure && <Notice tone="bad">{failure}</Notice>}
        {isBusy && <Progress label={t`Reading and comparing every line`} />}
        <div className="flex justify-end">
          <Button variant="primary" isDisabled={!isReady || !month || invoice.trim() === ''} isPending={isBusy} onPress={() => void run()}>
            <Trans>Take in and compare</Trans>
          </Button>
        </div>
      </div>
    </Panel>
  );
}

/** A mapping as it is sent: without what Apollo adds. */
function plain({ columns, quantityUnit, gpusPerNode, amountUnit, timeZone }: BillMappingInput): BillMappingInput {
  return { columns: columns.map(({ field, column }) => ({ field, column })), quantityUnit, gpusPerNode, amountUnit, timeZone };
}
