import type { Say } from '../errors/app-error';

export interface MediaType {
  readonly type: string;
  /** The usual one first. */
  readonly extensions: readonly string[];
  readonly label: Say;
  /** A browser may show it in its window: it can run nothing. */
  readonly inline?: true;
  /** Other names under which browsers declare it. */
  readonly aliases?: readonly string[];
}

/** Every type of file that the centre takes in from anybody; a purpose accepts some of them. */
export const MEDIA_TYPES: readonly MediaType[] = [
  { type: 'application/pdf', extensions: ['pdf'], label: { en: 'PDF', 'zh-CN': 'PDF' }, inline: true },
  { type: 'image/png', extensions: ['png'], label: { en: 'PNG picture', 'zh-CN': 'PNG 图片' }, inline: true },
  {
    type: 'image/jpeg',
    extensions: ['jpg', 'jpeg'],
    label: { en: 'JPEG picture', 'zh-CN': 'JPEG 图片' },
    inline: true,
    aliases: ['image/jpg', 'image/pjpeg'],
  },
  { type: 'image/gif', extensions: ['gif'], label: { en: 'GIF picture', 'zh-CN': 'GIF 图片' }, inline: true },
  { type: 'image/webp', extensions: ['webp'], label: { en: 'WebP picture', 'zh-CN': 'WebP 图片' }, inline: true },
  { type: 'image/svg+xml', extensions: ['svg'], label: { en: 'SVG drawing', 'zh-CN': 'SVG 矢量图' } },
  {
    type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    extensions: ['docx'],
    label: { en: 'Word document', 'zh-CN': 'Word 文档' },
  },
  {
    type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    extensions: ['xlsx'],
    label: { en: 'Excel workbook', 'zh-CN': 'Excel 表格' },
  },
  {
    type: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
    extensions: ['pptx'],
    label: { en: 'PowerPoint slides', 'zh-CN': 'PowerPoint 演示文稿' },
  },
  {
    type: 'application/vnd.ms-office.macro',
    extensions: ['docm', 'xlsm', 'pptm'],
    label: { en: 'Office file with macros', 'zh-CN': '含宏的 Office 文件' },
    aliases: [
      'application/vnd.ms-word.document.macroenabled.12',
      'application/vnd.ms-excel.sheet.macroenabled.12',
      'application/vnd.ms-powerpoint.presentation.macroenabled.12',
    ],
  },
  {
    type: 'application/msword',
    extensions: ['doc'],
    label: { en: 'Word 97–2003 document', 'zh-CN': 'Word 97–2003 文档' },
  },
  {
    type: 'application/vnd.ms-excel',
    extensions: ['xls'],
    label: { en: 'Excel 97–2003 workbook', 'zh-CN': 'Excel 97–2003 表格' },
  },
  {
    type: 'application/vnd.ms-powerpoint',
    extensions: ['ppt'],
    label: { en: 'PowerPoint 97–2003 slides', 'zh-CN': 'PowerPoint 97–2003 演示文稿' },
  },
  // GB/T 33190, the fixed-layout format of Chinese electronic invoices and official documents.
  { type: 'application/ofd', extensions: ['ofd'], label: { en: 'OFD', 'zh-CN': 'OFD 版式文件' } },
  {
    type: 'application/vnd.oasis.opendocument.text',
    extensions: ['odt'],
    label: { en: 'OpenDocument text', 'zh-CN': 'OpenDocument 文档' },
  },
  {
    type: 'application/vnd.oasis.opendocument.spreadsheet',
    extensions: ['ods'],
    label: { en: 'OpenDocument spreadsheet', 'zh-CN': 'OpenDocument 表格' },
  },
  {
    type: 'application/zip',
    extensions: ['zip'],
    label: { en: 'ZIP archive', 'zh-CN': 'ZIP 压缩包' },
    aliases: ['application/x-zip-compressed', 'application/x-zip'],
  },
  {
    type: 'application/gzip',
    extensions: ['gz', 'tgz'],
    label: { en: 'gzip archive', 'zh-CN': 'gzip 压缩包' },
    aliases: ['application/x-gzip', 'application/x-compressed-tar', 'application/x-compressed'],
  },
  { type: 'application/vnd.apache.parquet', extensions: ['parquet'], label: { en: 'Parquet', 'zh-CN': 'Parquet 数据' } },
  { type: 'video/mp4', extensions: ['mp4', 'm4v'], label: { en: 'MP4 video', 'zh-CN': 'MP4 视频' } },
  { type: 'text/plain', extensions: ['txt', 'log'], label: { en: 'plain text', 'zh-CN': '纯文本' }, inline: true },
  {
    type: 'text/csv',
    extensions: ['csv'],
    label: { en: 'CSV', 'zh-CN': 'CSV 表格' },
    aliases: ['application/csv', 'text/x-csv', 'text/comma-separated-values'],
  },
  { type: 'text/tab-separated-values', extensions: ['tsv'], label: { en: 'TSV', 'zh-CN': 'TSV 表格' } },
  { type: 'text/markdown', extensions: ['md', 'markdown'], label: { en: 'Markdown', 'zh-CN': 'Markdown 文档' } },
  { type: 'application/json', extensions: ['json'], label: { en: 'JSON', 'zh-CN': 'JSON' }, aliases: ['text/json'] },
  {
    type: 'application/x-ndjson',
    extensions: ['jsonl', 'ndjson'],
    label: { en: 'JSON Lines', 'zh-CN': 'JSON Lines' },
    aliases: ['application/jsonl', 'application/jsonlines'],
  },
  { type: 'text/html', extensions: ['html', 'htm'], label: { en: 'web page', 'zh-CN': '网页文件' } },
  {
    type: 'application/vnd.microsoft.portable-executable',
    extensions: ['exe', 'dll', 'msi'],
    label: { en: 'program', 'zh-CN': '可执行程序' },
    aliases: [
      'application/x-msdownload', 'application/x-dosexec', 'application/x-executable', 'application/x-sharedlib',
    ],
  },
  {
    type: 'application/java-archive',
    extensions: ['jar', 'apk'],
    label: { en: 'program archive', 'zh-CN': '程序包' },
    aliases: ['application/vnd.android.package-archive'],
  },
];

const byName = new Map(
  MEDIA_TYPES.flatMap((media) => [media.type, ...(media.aliases ?? [])].map((name) => [name, media])),
);
const byExtension = new Map(MEDIA_TYPES.flatMap((media) => media.extensions.map((extension) => [extension, media])));

/** The type of a declaration such as `Text/CSV; charset=utf-8`; undefined for one that says nothing or is unknown. */
export function mediaTypeNamed(declared: string): MediaType | undefined {
  return byName.get((declared.split(';')[0] ?? '').trim().toLowerCase());
}

export function mediaTypeOfExtension(extension: string): MediaType | undefined {
  return byExtension.get(extension);
}
