export { DirectoryService } from './directory/directory.service';
export { InvestorsModule } from './investors.module';
