import { Module, type DynamicModule } from '@nestjs/common';
import { CoreModule, DatabaseModule, FilesConfig, FilesModule, graphqlModule, NotificationsModule } from '@wutong/core-server';
import { entities, platforms } from './platforms';

export interface AppOptions {
  /** Connection string of the app role. */
  databaseUrl: string;
  /** Folder of uploaded files, shared by every process. */
  filesDir: string;
  poolSize?: number;
  /** Whether the schema may be asked for over GraphQL; off where only our own pages call. */
  introspection?: boolean;
}

/** What API and worker share. */
@Module({})
export class AppModule {
  static forRoot({ databaseUrl, filesDir, poolSize }: AppOptions): DynamicModule {
    return {
      module: AppModule,
      imports: [
        DatabaseModule.forRoot({ url: databaseUrl, entities, ...(poolSize ? { poolSize } : {}) }),
        CoreModule,
        FilesModule.forRoot(new FilesConfig(filesDir)),
        NotificationsModule,
        ...platforms,
      ],
    };
  }
}

/** The same with GraphQL over HTTP. */
@Module({})
export class ApiModule {
  static forRoot(options: AppOptions): DynamicModule {
    return {
      module: ApiModule,
      imports: [AppModule.forRoot(options), graphqlModule({ introspection: options.introspection ?? true })],
    };
  }
}
