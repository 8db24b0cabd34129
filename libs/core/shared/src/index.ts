export { type Locale, LOCALES, type LocalisedText } from './locale';
export {
  addWorkingDays,
  BUSINESS_TIME_ZONE,
  dayInShanghai,
  isPublished,
  isWorkingDay,
  type WorkingDeadline,
  workingDaysBetween,
} from './calendar/business-calendar';
export { HOLIDAY_NOTICES, type HolidayNotice } from './calendar/holidays';
export { type Band, type Pace, PACE_DAYS, paceOf, usedAhead } from './forecast/pace';
export type * from './forms/definition';
export { countText } from './forms/count-text';
export { formErrorLine, formErrorText } from './forms/error-text';
export {
  evaluateForm,
  type EvaluateOptions,
  type FormEvaluation,
  isShapeError,
  type SectionProgress,
} from './forms/evaluate';
export { type JsonSchema, toJsonSchema } from './forms/json-schema';
export { organisationIdCheck, organisationIdProblem } from './forms/organisation-id';
export { COUNTRY_CODES, PROVINCES } from './forms/places';
export {
  type AnswerChange,
  type AnswerConflict,
  diffAnswers,
  mergeAnswers,
  sameAnswer,
  type SectionChanges,
} from './forms/revisions';
export { type DefinitionProblem, validateDefinition } from './forms/validate-definition';
export { type CsvValue, writeCsv } from './text/csv';
export { decodeUploadText, type UploadEncoding, type UploadText } from './text/decode-upload';
export { table } from './text/table';
export { highlight, type PlacedTerm, placedTerms, type TextRange, tokenise, toTsQuery } from './text/tokens';
export { formatFen, parseYuan } from './units/money';
export {
  describeUnit,
  formatQuantity,
  gpuClassOf,
  gpuUnit,
  parseQuantity,
  type Quantity,
  sumQuantities,
  type UnitDescription,
} from './units/quantity';
export { splitByWeights } from './units/split';
export { holds as conditionHolds } from './forms/condition';
