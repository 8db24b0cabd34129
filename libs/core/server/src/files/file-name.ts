import { invalid } from '../errors/app-error';

/** In characters, not bytes: a name never becomes a path on disk. */
const LONGEST_NAME = 200;

/** C0 and C1 controls; marks that hide or reverse text (a name may not read “exe.pdf” when it ends in “.exe”). */
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/gu;

/**
 * The name under which a file is kept and shown: one composed form for each character, no unseen characters, single
 * spaces, no dots or spaces at its end. Chinese stays as it is.
 * Throws INVALID_INPUT on `filename` for a path, for nothing, for more than 200 characters.
 */
export function normaliseFileName(given: string): string {
  const name = given
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\t\r\n]+/g, ' ')
    .replace(UNSEEN, '')
    .replace(/\s+/gu, ' ')
    .trim();
  if (/[/\\]/.test(name) || /^[a-z]:/i.test(name) || /^\.{1,2}$/.test(name)) {
    throw invalid(
      'filename',
      `“${shown(name)}” is a path. Send the file’s name alone, without folders.`,
      `“${shown(name)}”包含路径。请只填写文件名，不要带文件夹。`,
    );
  }
  const trimmed = name.replace(/[. ]+$/, '');
  if (trimmed === '') {
    throw invalid('filename', 'The file has no name. Name it and send it again.', '文件没有名称，请命名后重新上传。');
  }
  if ([...trimmed].length > LONGEST_NAME) {
    throw invalid(
      'filename',
      `The file’s name is longer than ${LONGEST_NAME} characters. Shorten it and send it again.`,
      `文件名超过 ${LONGEST_NAME} 个字符，请缩短后重新上传。`,
    );
  }
  return trimmed;
}

/** The part after the last dot in lower case, without the dot; empty where there is none. */
export function extensionOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(dot + 1).toLowerCase() : '';
}

/**
 * A Content-Disposition header (RFC 6266): the name in full as UTF-8 (RFC 5987), and an ASCII likeness of it for
 * clients that know no better.
 */
export function contentDisposition(kind: 'inline' | 'attachment', name: string): string {
  const likeness = name.replace(/[^\x20-\x7e]/gu, '_').replace(/["\\%]/g, '_');
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${kind}; filename="${likeness}"; filename*=UTF-8''${encoded}`;
}

function shown(name: string): string {
  const characters = [...name];
  return characters.length > 60 ? `${characters.slice(0, 60).join('')}…` : name;
}
