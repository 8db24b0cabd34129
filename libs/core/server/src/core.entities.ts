import { StoredFile } from './files/file.entity';
import { CaseEvent } from './workflow/case-event.entity';

/** What the DataSource must know of the core; its other tables are read by SQL alone. */
export const coreEntities = [CaseEvent, StoredFile];
