export { type Locale, LOCALES, type LocalisedText } from './locale';
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
export { formatFen, parseYuan } from './units/money';
export { holds as conditionHolds } from './forms/condition';
