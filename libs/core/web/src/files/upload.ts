import { t } from '@lingui/core/macro';
import { i18n } from '@lingui/core';
import { ofBody } from '../graphql/errors';

/** A file that the server has. */
export interface UploadedFile {
  id: string;
  name: string;
  /** In bytes. */
  size: number;
  mediaType?: string | null;
  url?: string;
}

export interface UploadOptions {
  /** What the file is for; the server's rules on type and size go by it. */
  purpose: string;
  /** Bytes sent so far. */
  onProgress: (sent: number) => void;
  signal: AbortSignal;
}

/**
 * Sends a file by tus, in pieces: a broken connection goes on where it stopped, and so does the same file chosen again
 * after the page was closed. Throws an Error whose message is in the viewer's language.
 */
export async function uploadFile(file: File, { purpose, onProgress, signal }: UploadOptions): Promise<UploadedFile> {
  const { Upload, DetailedError } = await import('tus-js-client');
  return new Promise((resolve, reject) => {
    const upload = new Upload(file, {
      endpoint: '/files/upload',
      chunkSize: 8 * 1024 * 1024,
      retryDelays: [0, 1000, 3000, 8000, 15_000],
      removeFingerprintOnSuccess: true,
      headers: { 'x-locale': i18n.locale },
      metadata: { filename: file.name, filetype: file.type, purpose },
      onProgress,
      onError(error) {
        const body = error instanceof DetailedError ? (error.originalResponse?.getBody() ?? '') : '';
        const told = ofBody(body)?.message;
        reject(new Error(told ?? t`The file did not get through. Check your connection and try again.`));
      },
      onSuccess() {
        const id = upload.url?.split('/').at(-1) ?? '';
        resolve({ id, name: file.name, size: file.size, mediaType: file.type });
      },
    });
    signal.addEventListener('abort', () => void upload.abort(true));
    upload
      .findPreviousUploads()
      .then(([previous]) => {
        if (previous) upload.resumeFromPreviousUpload(previous);
        if (!signal.aborted) upload.start();
      })
      .catch(() => upload.start());
  });
}
