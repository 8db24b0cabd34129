import { describeUnit, formatQuantity } from '@wutong/core-shared';
import { type AppError, conflict, notFound } from '../errors/app-error';
import type { Locale } from '../context/ctx';
import type { Movement } from './movement';

/** What `ledger_apply` says of the first movement that cannot be: its place in the batch and the figures. */
interface Detail {
  readonly n: number;
  readonly accountId?: string;
  readonly code?: string;
  readonly ownerType?: string;
  readonly ownerId?: string;
  readonly unit?: string;
  readonly asked?: string;
  readonly available?: string;
  readonly readable?: boolean;
  readonly held?: string;
  readonly expiresAt?: string;
  readonly debitUnit?: string;
  readonly creditUnit?: string;
  readonly fate?: string;
  readonly posted?: string;
  readonly at?: string;
}

export interface Outcome {
  readonly created: number;
  readonly problem: string | null;
  readonly detail: Detail | null;
}

/** The error that a person is told for what the database refused; the figures go with it in `details`. */
export function ledgerError(problem: string, detail: Detail, movements: readonly Movement[]): AppError {
  const movement = movements[detail.n];
  const id = movement && ('hold' in movement ? movement.hold : movement.id);
  const say = inUnit(detail.unit);
  switch (problem) {
    case 'INSUFFICIENT_BALANCE':
      return insufficientBalance(detail, id);
    case 'HOLD_ALREADY_SETTLED':
      return conflict(
        problem,
        `This hold was already ${FATE.en[detail.fate ?? ''] ?? 'settled'}. Reload the page to see where it stands.`,
        `该笔冻结已${FATE.zh[detail.fate ?? ''] ?? '了结'}，请刷新页面查看最新状态。`,
        { holdId: id, fate: detail.fate, postedAmount: detail.posted, at: detail.at },
      );
    case 'HOLD_EXPIRED':
      return conflict(
        problem,
        'This hold has expired and its amount has gone back. Place a new hold.',
        '该笔冻结已到期，额度已退回，请重新申请冻结。',
        { holdId: id, expiresAt: detail.expiresAt },
      );
    case 'POST_EXCEEDS_HOLD':
      return conflict(
        problem,
        `Only ${say(detail.held, 'en')} is held, less than the ${say(detail.asked, 'en')} to be booked. ` +
          'Book what is beyond the hold as a transfer of its own.',
        `冻结额度仅 ${say(detail.held, 'zh-CN')}，不足以入账 ${say(detail.asked, 'zh-CN')}，` +
          '超出部分请另行记账。',
        { holdId: id, held: detail.held, asked: detail.asked, unit: detail.unit },
      );
    case 'TRANSFER_ID_REUSED':
      return conflict(
        problem,
        'A transfer with this id is already in the book with other contents. Use a new id for a new transfer.',
        '该编号已用于另一笔内容不同的记账，新的记账请使用新编号。',
        { transferId: id },
      );
    case 'UNIT_MISMATCH':
      return conflict(
        problem,
        `One account counts ${detail.debitUnit}, the other ${detail.creditUnit}. Choose two accounts of one unit.`,
        `两个账户的计量单位不同（${detail.debitUnit} 与 ${detail.creditUnit}），请选择单位相同的账户。`,
        { transferId: id, debitUnit: detail.debitUnit, creditUnit: detail.creditUnit },
      );
    case 'EXPIRY_IN_THE_PAST':
      return conflict(
        problem,
        'The hold would end before it begins. Choose a later end.',
        '冻结的到期时间早于当前时间，请选择更晚的时间。',
        { transferId: id, expiresAt: detail.expiresAt },
      );
    default:
      // ACCOUNT_NOT_FOUND, HOLD_NOT_FOUND: the same answer for what is not there and for what is another's.
      return notFound();
  }
}

const FATE = {
  en: { post: 'booked', void: 'released', expiry: 'ended by its time' },
  zh: { post: '入账', void: '释放', expiry: '到期' },
} as Record<'en' | 'zh', Record<string, string>>;

/** The figures of an account that this person may not read are not told. */
function insufficientBalance(detail: Detail, id: string | undefined): AppError {
  if (!detail.readable) {
    return conflict(
      'INSUFFICIENT_BALANCE',
      'The centre’s budget for this does not have enough left. Ask the centre, or ask for less.',
      '中心用于此项的额度不足，请联系中心，或减少申请量。',
      { id },
    );
  }
  const [asked, available] = [detail.asked, detail.available];
  const say = inUnit(detail.unit);
  return conflict(
    'INSUFFICIENT_BALANCE',
    `This needs ${say(asked, 'en')}, but only ${say(available, 'en')} is available. ` +
      'Ask for less, or have the balance raised first.',
    `此操作需要 ${say(asked, 'zh-CN')}，当前可用仅 ${say(available, 'zh-CN')}。请减少申请量，或先追加额度。`,
    {
      accountId: detail.accountId,
      ownerType: detail.ownerType,
      ownerId: detail.ownerId,
      code: detail.code,
      unit: detail.unit,
      asked,
      available,
    },
  );
}

/** Says amounts of one unit; a unit that the portal has no words for is shown as it is. */
function inUnit(unit = ''): (amount: string | undefined, locale: Locale) => string {
  return (amount = '0', locale) =>
    describeUnit(unit) ? formatQuantity({ amount: BigInt(amount), unit }, locale) : `${amount} ${unit}`;
}
