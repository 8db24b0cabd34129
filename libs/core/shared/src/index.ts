export { type Locale, LOCALES, type LocalisedText } from './locale';
export type * from './forms/definition';
export { countText } from './forms/count-text';
export { evaluateForm, type EvaluateOptions, type FormEvaluation, isShapeError, type SectionProgress } from './forms/evaluate';
export { organisationIdCheck, organisationIdProblem } from './forms/organisation-id';
export { COUNTRY_CODES, PROVINCES } from './forms/places';
