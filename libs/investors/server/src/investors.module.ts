import { Module } from '@nestjs/common';
import { DirectoryResolver } from './directory/directory.resolver';
import { DirectoryService } from './directory/directory.service';

@Module({ providers: [DirectoryResolver, DirectoryService], exports: [DirectoryService] })
export class InvestorsModule {}
