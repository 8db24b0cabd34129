/** Where this copy of Wutong lies and how to get its built parts; the launcher (bin/wutong.mjs) gives it. */
export interface Installation {
  readonly root: string;
  /** Holds api.js and worker.js. */
  readonly serverDir: string;
  /** The folder of the built pages; builds them when a source is newer, telling each long step. */
  portalDir(progress: (step: 'types' | 'pages') => void): Promise<string>;
}
