import { AppError } from '../errors/app-error';
import { extensionOf } from './file-name';
import { type MediaType, mediaTypeNamed, mediaTypeOfExtension } from './media-types';

/** What somebody says of a file before its bytes are known. */
export interface Declaration {
  /** Already normalised. */
  readonly name: string;
  /** As the browser sent it; empty or `application/octet-stream` says nothing. */
  readonly declaredType: string;
}

/**
 * The type that the name and the declaration agree on, if the purpose accepts it; null where neither says anything,
 * so that the bytes must. Throws INVALID_INPUT on `filetype` where they disagree or the type is not accepted.
 */
export function claimedType(declaration: Declaration, accepted: readonly string[]): MediaType | null {
  const byName = mediaTypeOfExtension(extensionOf(declaration.name));
  const declared = declaredMediaType(declaration);
  const claimed = byName ?? declared;
  if (byName && declared && byName !== declared && !(isText(byName) && isText(declared))) {
    throw falseType(declaration.name, declared, byName);
  }
  if (claimed && !accepted.includes(claimed.type)) throw notAccepted(declaration.name, claimed, accepted);
  return claimed ?? null;
}

/**
 * The type a file is given once its bytes are known: what it claims, when the bytes bear it out, else what the bytes
 * are. `fitting` comes from `sniff`. Throws INVALID_INPUT on `filetype` where the claim is false or not accepted.
 */
export function settleType(
  declaration: Declaration, fitting: readonly string[], accepted: readonly string[],
): MediaType {
  const claimed = claimedType(declaration, accepted);
  if (claimed) {
    if (fitting.includes(claimed.type)) return claimed;
    throw falseType(declaration.name, claimed, mediaTypeNamed(fitting[0] ?? ''));
  }
  const actual = mediaTypeNamed(fitting[0] ?? '');
  if (actual && accepted.includes(actual.type)) return actual;
  throw notAccepted(declaration.name, actual, accepted);
}

function declaredMediaType({ name, declaredType }: Declaration): MediaType | undefined {
  const declared = mediaTypeNamed(declaredType);
  // Windows with Excel installed declares every CSV to be an old workbook.
  const fromExcel = declared?.type === 'application/vnd.ms-excel' && extensionOf(name) === 'csv';
  return fromExcel ? undefined : declared;
}

function isText(media: MediaType): boolean {
  return media.type.startsWith('text/') ? media.type !== 'text/html' : /json$/.test(media.type);
}

function falseType(name: string, said: MediaType, is: MediaType | undefined): AppError {
  const but = is ? `it is ${is.label.en}` : 'its content is something else';
  return new AppError(
    'INVALID_INPUT',
    {
      en: `“${name}” says it is ${said.label.en}, but ${but}. Send the right file.`,
      'zh-CN': `“${name}”标称为 ${said.label['zh-CN']}，${is ? `实际为 ${is.label['zh-CN']}` : '但内容与之不符'}。请上传正确的文件。`,
    },
    { field: 'filetype', details: { reason: 'FALSE_TYPE', said: said.type, is: is?.type ?? null } },
  );
}

function notAccepted(name: string, is: MediaType | undefined, accepted: readonly string[]): AppError {
  const extensions = accepted.flatMap((type) => mediaTypeNamed(type)?.extensions[0] ?? []).join(', ');
  return new AppError(
    'INVALID_INPUT',
    {
      en: `“${name}”${is ? ` (${is.label.en})` : ''} cannot be sent here. Accepted: ${extensions}.`,
      'zh-CN': `此处不接受“${name}”${is ? `（${is.label['zh-CN']}）` : ''}。可上传的格式：${extensions}。`,
    },
    { field: 'filetype', details: { reason: 'NOT_ACCEPTED', is: is?.type ?? null, accepted } },
  );
}
