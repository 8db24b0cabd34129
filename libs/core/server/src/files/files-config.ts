/** Where files are kept and how much of them. */
export class FilesConfig {
  constructor(
    /** Folder of the uploads and contents; shared by every process. */
    readonly directory: string,
    /** What one organisation may keep, in bytes. */
    readonly organisationBytes: number = 50 * 1024 ** 3,
  ) {}
}
