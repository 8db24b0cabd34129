import { describe, expect, test } from '@jest/globals';
import { NOT_FOR_TOKENS, PERMISSION_NAMES, PERMISSIONS, permissionsOf, ROLE_NAMES, ROLES, rolesFor } from './roles';

describe('the table of roles and permissions', () => {
  test('names things as noun.verb, in both languages', () => {
    for (const name of PERMISSION_NAMES) {
      expect(name).toMatch(/^[a-z]+(-[a-z]+)*(\.[a-z]+(-[a-z]+)*)?$/);
      expect(PERMISSIONS[name].about['zh-CN']).toMatch(/\p{Script=Han}/u);
      expect(PERMISSIONS[name].about.en).not.toMatch(/\p{Script=Han}/u);
    }
    for (const name of ROLE_NAMES) expect(ROLES[name].name['zh-CN']).toMatch(/\p{Script=Han}/u);
  });

  test('gives every person their own account, and nobody without a role anything else of weight', () => {
    const everyone = permissionsOf([]);
    expect(everyone.has('account.manage')).toBe(true);
    for (const name of ['member.read', 'invitation.send', 'organisation.list', 'audit.read', 'mail.read']) {
      expect(everyone.has(name)).toBe(false);
    }
    expect(permissionsOf(['a role of former times'])).toEqual(everyone);
  });

  test('gives the auditor nothing that changes anything', () => {
    const changes = /\.(manage|edit|send|decide|sign|approve|deactivate|register|retry|terminate|screen|check)$/;
    const own = ['account.manage', 'file.send'];
    const auditor = [...permissionsOf(['auditor'])].filter((name) => changes.test(name) && !own.includes(name));
    expect(auditor).toEqual([]);
  });

  test('keeps from tokens whatever would let a stolen one make itself at home', () => {
    for (const name of PERMISSION_NAMES.filter((one) => /^(account|member|invitation)\.(?!read)/.test(one))) {
      expect(NOT_FOR_TOKENS.has(name)).toBe(true);
    }
  });

  test('keeps roles of the centre to the centre', () => {
    expect(rolesFor('tenant')).toEqual(['founder', 'member']);
    expect(rolesFor('centre')).not.toContain('founder');
  });
});
