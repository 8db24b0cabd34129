import { Global, Module } from '@nestjs/common';
import { SearchLocale } from './search-locale';
import { SearchResolver } from './search.resolver';
import { SearchService } from './search.service';

@Global()
@Module({ providers: [SearchService, SearchResolver, SearchLocale], exports: [SearchService] })
export class SearchModule {}
