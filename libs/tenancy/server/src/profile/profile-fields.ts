/**
 * What a tenant tells of itself. Names are always shown in the directory; of everything else the tenant chooses, field
 * by field, whether investors see it. Staff always see it all.
 */
export const PROFILE_FIELDS = [
  'taglineZh', 'taglineEn', 'aboutZh', 'aboutEn', 'domains', 'modelName', 'parametersBillion', 'filingNumber',
  'fundingStage', 'raisedFen', 'revenueFen', 'headcount', 'foundedYear', 'website', 'lookingFor',
] as const;

export type ProfileField = (typeof PROFILE_FIELDS)[number];

export const FUNDING_STAGES = ['bootstrapped', 'angel', 'seed', 'pre_a', 'a', 'b', 'c_or_later'] as const;

export const DOMAINS = [
  'general', 'manufacturing', 'finance', 'health', 'education', 'government', 'embodied', 'creative',
] as const;
