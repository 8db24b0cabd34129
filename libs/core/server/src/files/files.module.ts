import { type DynamicModule, Global, Module } from '@nestjs/common';
import { DownloadController } from './download.controller';
import { FileCleanup } from './file-cleanup';
import { FileResolver } from './file.resolver';
import { FileService } from './file.service';
import { FileStorage } from './file-storage';
import { FilesConfig } from './files-config';
import { LocalFileStorage } from './local-file-storage';
import { TusEndpoint } from './tus-endpoint';
import { UploadController } from './upload.controller';
import { UploadLocks } from './upload-locks';
import { UploadService } from './upload.service';

/** Files for every platform: `FileService` in services; uploads, downloads and the GraphQL type come with it. */
@Global()
@Module({})
export class FilesModule {
  static forRoot(config: FilesConfig): DynamicModule {
    return {
      module: FilesModule,
      controllers: [UploadController, DownloadController],
      providers: [
        { provide: FilesConfig, useValue: config },
        { provide: FileStorage, useFactory: () => new LocalFileStorage(config.directory) },
        FileService,
        UploadService,
        FileCleanup,
        FileResolver,
        TusEndpoint,
        UploadLocks,
      ],
      exports: [FileService, UploadService, FileCleanup],
    };
  }
}
