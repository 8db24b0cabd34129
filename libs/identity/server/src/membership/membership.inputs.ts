import { z } from 'zod';
import { ROLE_NAMES } from '../access/roles';
import { idField } from '../fields';

export const rolesField = z
  .array(z.enum(ROLE_NAMES))
  .min(1)
  .max(ROLE_NAMES.length)
  .transform((roles) => ROLE_NAMES.filter((role) => roles.includes(role)));

export const changeRolesSchema = z.object({ id: idField, version: z.int(), roles: rolesField });
