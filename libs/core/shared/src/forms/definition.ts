import type { LocalisedText } from '../locale';

/**
 * A form is data: sections of fields, versioned. A case keeps the version with which it began. Field keys are unique
 * in the whole form and answers are one flat record by field key, so a field may move to another section in a later
 * version and keep its answers.
 */
export interface FormDefinition {
  readonly key: string;
  readonly version: number;
  readonly title?: LocalisedText;
  readonly sections: readonly SectionDefinition[];
}

export interface SectionDefinition {
  readonly key: string;
  readonly title: LocalisedText;
  readonly help?: LocalisedText;
  readonly visibleWhen?: Condition;
  readonly fields: readonly FieldDefinition[];
}

export type Scalar = string | number | boolean;

/**
 * A question about other answers. A field that is hidden or unanswered is absent, and every comparison with an absent
 * answer is false. Inside a table row a name means the row's own column first, then a field of the form.
 *
 * - `equals`, `in`: the answer itself (consent: whether it is given; money: fen; quantity: its amount)
 * - `contains`: a choice among several, a file, or a part of a text
 * - `gt`, `lt`: numbers, or dates and months as text
 * - `present`: answered or not; `false` as the answer to a yes/no question counts as answered
 */
export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | { readonly field: string; readonly equals: Scalar }
  | { readonly field: string; readonly in: readonly Scalar[] }
  | { readonly field: string; readonly contains: Scalar }
  | { readonly field: string; readonly gt: number | string }
  | { readonly field: string; readonly lt: number | string }
  | { readonly field: string; readonly present: boolean };

interface FieldBase {
  readonly key: string;
  readonly label: LocalisedText;
  readonly help?: LocalisedText;
  readonly placeholder?: LocalisedText;
  readonly required?: boolean;
  /** Required while this holds, besides `required`. */
  readonly requiredWhen?: Condition;
  readonly visibleWhen?: Condition;
}

export interface Option {
  readonly value: string;
  readonly label: LocalisedText;
  readonly help?: LocalisedText;
}

export interface TextField extends FieldBase {
  readonly type: 'text';
  readonly minCharacters?: number;
  readonly maxCharacters?: number;
  /** The whole answer must match; `message` says what is expected. */
  readonly pattern?: { readonly regex: string; readonly message: LocalisedText };
}

/** Words are counted as `countText` does: each Chinese character is one, each run of letters or digits is one. */
export interface LongTextField extends FieldBase {
  readonly type: 'longText';
  readonly minCharacters?: number;
  readonly maxCharacters?: number;
  readonly minWords?: number;
  readonly maxWords?: number;
}

export interface NumberField extends FieldBase {
  readonly type: 'number';
  readonly min?: number;
  readonly max?: number;
  /** Most decimal places. */
  readonly decimals?: number;
}

export interface IntegerField extends FieldBase {
  readonly type: 'integer';
  readonly min?: number;
  readonly max?: number;
}

/** The answer is a whole number of fen (1/100 yuan), within JavaScript's exact integers. */
export interface MoneyField extends FieldBase {
  readonly type: 'money';
  readonly min?: number;
  readonly max?: number;
}

/** The answer is `{ amount, unit }`: a whole number of the unit's smallest step, and one of `units`. */
export interface QuantityField extends FieldBase {
  readonly type: 'quantity';
  readonly units: readonly string[];
  readonly min?: number;
  readonly max?: number;
}

/** The answer is a calendar day, `2026-11-23`. */
export interface DateField extends FieldBase {
  readonly type: 'date';
  readonly min?: string;
  readonly max?: string;
}

/** The answer is `{ start, end }`, both days included. */
export interface DateRangeField extends FieldBase {
  readonly type: 'dateRange';
  readonly min?: string;
  readonly max?: string;
  /** Longest range, both days counted. */
  readonly maxDays?: number;
}

/** The answer is a calendar month, `2026-11`. */
export interface MonthField extends FieldBase {
  readonly type: 'month';
  readonly min?: string;
  readonly max?: string;
}

export interface ChoiceField extends FieldBase {
  readonly type: 'choice';
  readonly options: readonly Option[];
}

export interface MultiChoiceField extends FieldBase {
  readonly type: 'multiChoice';
  readonly options: readonly Option[];
  readonly minChoices?: number;
  readonly maxChoices?: number;
}

export interface BooleanField extends FieldBase {
  readonly type: 'boolean';
}

/**
 * Answers that are text of a known shape: an e-mail address, a web address, a telephone number, an ISO 3166-1 code of a
 * country or region (`CN`), a province-level division of China (`31`, GB/T 2260), a unified social credit code.
 */
export interface PlainField extends FieldBase {
  readonly type: 'email' | 'url' | 'phone' | 'country' | 'province' | 'organisationId';
}

/** The answer is a list of file ids. */
export interface FilesField extends FieldBase {
  readonly type: 'files';
  /** Media types (`application/pdf`, `image/*`) or endings (`.docx`). Absent: any. */
  readonly accept?: readonly string[];
  readonly maxSizeBytes?: number;
  readonly maxFiles?: number;
}

/** The answer names the version agreed to: `{ accepted: true, version }`. */
export interface ConsentField extends FieldBase {
  readonly type: 'consent';
  readonly statement: LocalisedText;
  readonly version: string;
}

/** The answer is a list of rows, each a record by column key. */
export interface TableField extends FieldBase {
  readonly type: 'table';
  readonly columns: readonly ColumnDefinition[];
  readonly minRows?: number;
  readonly maxRows?: number;
}

export type ColumnDefinition =
  | TextField
  | LongTextField
  | NumberField
  | IntegerField
  | MoneyField
  | QuantityField
  | DateField
  | DateRangeField
  | MonthField
  | ChoiceField
  | MultiChoiceField
  | BooleanField
  | PlainField
  | FilesField
  | ConsentField;

export type FieldDefinition = ColumnDefinition | TableField;

export type FieldType = FieldDefinition['type'];

/** Answers as they come from a page or a database: anything, until evaluated. */
export type Answers = Readonly<Record<string, unknown>>;

/** What is known of an uploaded file; given to `evaluateForm` so that it can judge size and type. */
export interface FileFacts {
  readonly name: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
}

/**
 * One thing wrong with the answers. `path` names the place as form libraries do: `email`, or `team.2.email` for the
 * third row of a table. `params` are what the message speaks of.
 */
export interface FormError {
  /** Key of the section; empty for an unknown field. */
  readonly section: string;
  readonly field: string;
  readonly path: string;
  readonly code: FormErrorCode;
  readonly params: Readonly<Record<string, string | number | LocalisedText>>;
}

export type FormErrorCode =
  | 'required'
  | 'wrongType'
  | 'badCharacters'
  | 'unknownField'
  | 'tooShort'
  | 'tooLong'
  | 'tooFewWords'
  | 'tooManyWords'
  | 'pattern'
  | 'tooSmall'
  | 'tooLarge'
  | 'moneyTooSmall'
  | 'moneyTooLarge'
  | 'tooManyDecimals'
  | 'invalidDate'
  | 'invalidMonth'
  | 'tooEarly'
  | 'tooLate'
  | 'rangeReversed'
  | 'rangeIncomplete'
  | 'rangeTooLong'
  | 'notAnOption'
  | 'duplicate'
  | 'tooFewChoices'
  | 'tooManyChoices'
  | 'invalidEmail'
  | 'invalidUrl'
  | 'invalidPhone'
  | 'invalidCountry'
  | 'invalidProvince'
  | 'organisationIdShape'
  | 'organisationIdCheck'
  | 'unitNotAllowed'
  | 'unknownFile'
  | 'fileTooLarge'
  | 'fileType'
  | 'tooManyFiles'
  | 'consentOutdated'
  | 'tooFewRows'
  | 'tooManyRows';
