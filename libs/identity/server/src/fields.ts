import { z } from 'zod';

/** The input fields that several commands share. */
export const idField = z.guid();
export const emailField = z.string().trim().toLowerCase().max(254).pipe(z.email());
/** The rules for a new one are in password.ts; here only that it is there and no novel. */
export const passwordField = z.string().min(1).max(1000);
export const personNameField = z.string().trim().min(1).max(80);
export const localeField = z.enum(['zh-CN', 'en']);
export const tokenField = z.string().trim().min(20).max(200);
export const reasonField = z.string().trim().min(1).max(2000);
export const timeZoneField = z.string().max(60).refine(isTimeZone);

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return /^[A-Za-z]/.test(name);
  } catch {
    return false;
  }
}
