import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Timers } from './timers';

@Global()
@Module({ imports: [DiscoveryModule], providers: [Timers], exports: [Timers] })
export class TimersModule {}
