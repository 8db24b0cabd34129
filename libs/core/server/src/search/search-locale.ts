import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../context/clock';
import { systemCtx } from '../context/ctx';
import { Database } from '../database/database';

/**
 * Refuses to start on a database that could not find Chinese: in one whose character types are those of C, no Chinese
 * character is a letter, and trigram search silently finds none.
 */
@Injectable()
export class SearchLocale implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async onModuleInit(): Promise<void> {
    const [found] = await this.database.read(systemCtx(this.clock.now(), 'start'), (tx) =>
      tx.query<{ name: string; encoding: string; letters: boolean }>(
        `select current_database() as name, getdatabaseencoding() as encoding,
                '梧桐' ~ '^[[:alpha:]]{2}$' and cardinality(show_trgm('梧桐')) > 0 as letters`,
      ),
    );
    if (found?.encoding === 'UTF8' && found.letters) return;
    throw new Error(
      `The database “${found?.name}” (encoding ${found?.encoding}) cannot search Chinese: create it with ` +
        `ENCODING 'UTF8' and a UTF-8 LC_CTYPE such as C.UTF-8, en_US.UTF-8 or zh_CN.UTF-8 ` +
        `(create database … template template0), and start again.`,
    );
  }
}
