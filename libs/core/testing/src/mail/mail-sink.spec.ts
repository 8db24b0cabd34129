import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createTransport } from 'nodemailer';
import { mailSink, type MailSink } from './mail-sink';

let sink: MailSink;
const send = (mail: object): Promise<unknown> =>
  createTransport(sink.url).sendMail({ from: 'wutong@example.cn', ...mail });

beforeAll(async () => {
  sink = await mailSink();
});
afterAll(() => sink.close());

test('a Chinese mail with text and HTML arrives as it was written', async () => {
  const subject = '您的入驻申请已通过初审，请于十一月三十日前补充材料（星火智能科技有限公司）';
  const text = `您好，林晓：\n${'请点击链接查看。'.repeat(20)}\nhttps://example.cn/?a=1`;
  await send({ to: 'lin@example.cn', subject, text, html: '<p>您好 = 林晓</p>' });
  expect(await sink.mailTo('lin@example.cn')).toMatchObject({ subject, text, html: '<p>您好 = 林晓</p>' });
});

test('a mail that comes later is waited for, and found by what it is about', async () => {
  const later = sink.mailTo('chen@example.cn', 'Reset');
  await send({ to: 'chen@example.cn', subject: 'Welcome', text: 'Hello' });
  await send({ to: 'chen@example.cn', subject: 'Reset your password', text: 'Here' });
  expect((await later).subject).toBe('Reset your password');
});

test('a server that refuses keeps nothing and says that it is for now', async () => {
  sink.refuse(true);
  await expect(send({ to: 'zhao@example.cn', subject: 'x', text: 'y' })).rejects.toMatchObject({ responseCode: 451 });
  sink.refuse(false);
  expect(sink.received.some(({ to }) => to.includes('zhao@example.cn'))).toBe(false);
});
