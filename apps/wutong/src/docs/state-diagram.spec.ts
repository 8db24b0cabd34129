import { expect, test } from '@jest/globals';
import { defineWorkflow } from '@wutong/core-server';
import { statePage } from './state-diagram';

test('two events between the same states share an arrow; every end is drawn', () => {
  const page = statePage(
    defineWorkflow({
      name: 'room_booking',
      initial: 'asked',
      terminal: ['refused'],
      resting: ['booked'],
      moves: [
        { event: 'confirm', from: 'asked', to: 'booked', by: ['system'] },
        { event: 'refuse', from: 'asked', to: 'refused', by: ['programme_lead'], reason: true },
        { event: 'withdraw', from: 'asked', to: 'refused', by: ['member', 'founder'] },
        { event: 'cancel', from: 'booked', to: 'refused', by: ['member'] },
      ],
    }),
  );
  expect(page).toContain('# room booking\n');
  expect(page).toContain('  [*] --> asked\n  asked --> booked: confirm\n  asked --> refused: refuse / withdraw\n');
  expect(page).toContain('  refused --> [*]\n  booked --> [*]\n');
  expect(page).toContain('| asked | refuse | refused | programme_lead | yes |\n');
  expect(page).toContain('| asked | withdraw | refused | member, founder |  |\n');
});
