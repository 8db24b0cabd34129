export * from './database/clone-database';
export * from './database/count-sql';
