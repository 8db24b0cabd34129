import { checkAnswer, type Fault } from './check-answer';
import { holds, isAnswered } from './condition';
import type {
  Answers,
  ColumnDefinition,
  FieldDefinition,
  FileFacts,
  FormDefinition,
  FormError,
  FormErrorCode,
  SectionDefinition,
  TableField,
} from './definition';
import { isRecord, readAnswer } from './read-answer';

export interface SectionProgress {
  readonly section: string;
  /** Visible fields that must be answered. */
  readonly required: number;
  /** How many of those have an answer. */
  readonly filled: number;
  /** Nothing in the section is wrong or missing. */
  readonly complete: boolean;
}

export interface FormEvaluation {
  /** Paths of visible fields and table cells: `email`, `team`, `team.2.email`. */
  readonly visible: ReadonlySet<string>;
  /** Keys of visible sections. */
  readonly visibleSections: ReadonlySet<string>;
  /** Paths of visible fields and cells that must be answered. */
  readonly required: ReadonlySet<string>;
  /** In the form's order; unknown fields last, by name. */
  readonly errors: readonly FormError[];
  /** Visible sections in the form's order. */
  readonly progress: readonly SectionProgress[];
  /** What may be stored: visible, known and well-shaped answers alone, in the form's order. */
  readonly answers: Answers;
}

export interface EvaluateOptions {
  /** Facts of the uploaded files by id. Without it only their number is checked. */
  readonly files?: ReadonlyMap<string, FileFacts>;
}

/**
 * Judges answers against a form: what is shown, what is missing or wrong, how far each section is, and what to keep.
 * Hidden fields are never required and never kept. The same on the server and in the page; evaluating what it kept
 * changes nothing.
 *
 * @throws Error when conditions go round in a circle; `validateDefinition` finds that beforehand.
 */
export function evaluateForm(
  definition: FormDefinition,
  answers: Answers,
  options: EvaluateOptions = {},
): FormEvaluation {
  return new Evaluation(definition, answers, options).result();
}

/** Whether an error says that an answer cannot even be kept in a draft: unknown field, wrong shape, unstorable text. */
export function isShapeError(error: FormError): boolean {
  return error.code === 'unknownField' || error.code === 'wrongType' || error.code === 'badCharacters';
}

interface Place {
  readonly section: SectionDefinition;
  readonly field: FieldDefinition;
}

class Evaluation {
  private readonly places = new Map<string, Place>();
  private readonly shown = new Map<string, boolean>();
  private readonly underway = new Set<string>();
  private readonly visible = new Set<string>();
  private readonly required = new Set<string>();
  private readonly errors: FormError[] = [];
  private readonly kept: Record<string, unknown> = {};

  constructor(
    private readonly definition: FormDefinition,
    private readonly given: Answers,
    private readonly options: EvaluateOptions,
  ) {
    for (const section of definition.sections) {
      for (const field of section.fields) this.places.set(field.key, { section, field });
    }
  }

  result(): FormEvaluation {
    const visibleSections = new Set<string>();
    const progress: SectionProgress[] = [];
    for (const section of this.definition.sections) {
      if (section.visibleWhen !== undefined && !holds(section.visibleWhen, this.answer)) continue;
      visibleSections.add(section.key);
      const before = this.errors.length;
      let required = 0;
      let filled = 0;
      for (const field of section.fields) {
        if (!this.isShown(field.key)) continue;
        this.evaluateField(section.key, field);
        if (!this.required.has(field.key)) continue;
        required += 1;
        if (Object.hasOwn(this.kept, field.key)) filled += 1;
      }
      progress.push({ section: section.key, required, filled, complete: this.errors.length === before });
    }
    for (const key of Object.keys(this.given).sort()) {
      if (!this.places.has(key)) this.report('', key, key, 'unknownField');
    }
    const { visible, errors, kept, required } = this;
    return { visible, visibleSections, required, errors, progress, answers: kept };
  }

  /** The answer of a visible field as conditions see it; `undefined` when hidden, blank or ill-shaped. */
  private readonly answer = (key: string): unknown => {
    const place = this.places.get(key);
    if (place === undefined || !Object.hasOwn(this.given, key) || !this.isShown(key)) return undefined;
    const raw = this.given[key];
    if (place.field.type !== 'table') return readAnswer(place.field, raw).value;
    return Array.isArray(raw) ? raw.map((row: unknown) => (isRecord(row) ? row : {})) : undefined;
  };

  private isShown(key: string): boolean {
    const known = this.shown.get(key);
    if (known !== undefined) return known;
    const place = this.places.get(key);
    if (place === undefined) return false;
    if (this.underway.has(key)) throw this.circle(key);
    this.underway.add(key);
    const shown = [place.section.visibleWhen, place.field.visibleWhen].every(
      (condition) => condition === undefined || holds(condition, this.answer),
    );
    this.underway.delete(key);
    this.shown.set(key, shown);
    return shown;
  }

  private evaluateField(section: string, field: FieldDefinition): void {
    this.visible.add(field.key);
    const raw = Object.hasOwn(this.given, field.key) ? this.given[field.key] : undefined;
    const at = { section, field: field.key, path: field.key };
    if (field.type === 'table') this.evaluateTable(at, field, raw);
    else this.evaluateValue(at, field, raw, this.answer, this.kept);
  }

  private evaluateValue(
    at: { section: string; field: string; path: string },
    field: ColumnDefinition,
    raw: unknown,
    answer: (key: string) => unknown,
    kept: Record<string, unknown>,
  ): void {
    const required = this.markRequired(at.path, field, answer);
    const { value, problem } = readAnswer(field, raw);
    if (problem !== undefined) {
      this.report(at.section, at.field, at.path, problem, { expected: field.type });
      return;
    }
    if (value === undefined) {
      if (required) this.report(at.section, at.field, at.path, 'required', { expected: field.type });
      return;
    }
    kept[field.key] = value;
    for (const fault of checkAnswer(field, value, this.options.files)) {
      this.report(at.section, at.field, at.path, fault.code, fault.params);
    }
  }

  private evaluateTable(at: { section: string; field: string; path: string }, table: TableField, raw: unknown): void {
    const required = this.markRequired(at.path, table, this.answer);
    if (!isAnswered(raw)) {
      if (required) this.report(at.section, at.field, at.path, 'required', { expected: 'table' });
      return;
    }
    if (!Array.isArray(raw)) {
      this.report(at.section, at.field, at.path, 'wrongType', { expected: 'table' });
      return;
    }
    const { minRows: min, maxRows: max } = table;
    const actual = raw.length;
    if (min !== undefined && actual < min) this.report(at.section, at.field, at.path, 'tooFewRows', { min, actual });
    if (max !== undefined && actual > max) this.report(at.section, at.field, at.path, 'tooManyRows', { max, actual });
    this.kept[table.key] = raw.map((row: unknown, index) => this.evaluateRow(at, table, row, `${at.path}.${index}`));
  }

  private evaluateRow(
    at: { section: string; field: string },
    table: TableField,
    given: unknown,
    path: string,
  ): Readonly<Record<string, unknown>> {
    const row = isRecord(given) ? given : {};
    if (row !== given) this.report(at.section, at.field, path, 'wrongType', { expected: 'row' });
    const kept: Record<string, unknown> = {};
    const columns = new Map(table.columns.map((column) => [column.key, column]));
    const own = (key: string): unknown => (Object.hasOwn(row, key) ? row[key] : undefined);
    const underway = new Set<string>();
    const isCellShown = (column: ColumnDefinition): boolean => {
      if (underway.has(column.key)) throw this.circle(`${table.key}.${column.key}`);
      underway.add(column.key);
      const shown = column.visibleWhen === undefined || holds(column.visibleWhen, inRow);
      underway.delete(column.key);
      return shown;
    };
    const inRow = (key: string): unknown => {
      const column = columns.get(key);
      if (column === undefined) return this.answer(key);
      return isCellShown(column) ? readAnswer(column, own(key)).value : undefined;
    };
    for (const column of table.columns) {
      if (!isCellShown(column)) continue;
      const cell = `${path}.${column.key}`;
      this.visible.add(cell);
      this.evaluateValue({ ...at, path: cell }, column, own(column.key), inRow, kept);
    }
    for (const key of Object.keys(row).sort()) {
      if (!columns.has(key)) this.report(at.section, at.field, `${path}.${key}`, 'unknownField');
    }
    return kept;
  }

  private markRequired(path: string, field: FieldDefinition, answer: (key: string) => unknown): boolean {
    const required =
      field.required === true || (field.requiredWhen !== undefined && holds(field.requiredWhen, answer));
    if (required) this.required.add(path);
    return required;
  }

  private circle(key: string): Error {
    return new Error(`Form ${this.definition.key}: the visibility of "${key}" depends on itself`);
  }

  private report(
    section: string,
    field: string,
    path: string,
    code: FormErrorCode,
    params: Fault['params'] = {},
  ): void {
    this.errors.push({ section, field, path, code, params });
  }
}
