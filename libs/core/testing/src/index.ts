export * from './database/clone-database';
export * from './database/count-sql';
export * from './mail/mail-sink';
export type { ReceivedMail } from './mail/decode-mail';
export * from './module/actor-ctx';
export * from './module/frozen-clock';
export * from './module/test-module';
