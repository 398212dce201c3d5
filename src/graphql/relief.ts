import type { Yuan } from '../domain/money.ts';
import type { TenantKind } from '../domain/words.ts';

/** What would make room under a limit, and the least amount of it that does. */
export interface Relief {
  readonly kind: string;
  readonly amount: Yuan | null;
  readonly consents: readonly TenantKind[];
  readonly message: { readonly zh: string; readonly en: string };
}

const RELIEF_WORDS: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  PAY_INTO_POOL: ['增加资金池资金', 'More money is paid into the pool'],
  REGION_PAYS_IN: ['地区增加注资', 'The region pays in more'],
  WAIVER: ['经有关各方同意放宽', 'A waiver with the consents named'],
  DEPOSIT_RISES: ['补充风险补偿金', 'The bank’s risk deposit rises'],
  EDITION: ['发布现行有效的政策版本', 'An edition in force is enacted'],
  NET_COMPENSATION_FALLS: [
    '通过追偿或补充资金使代偿净额低于警戒线',
    'Recoveries or supplements bring the ratio below the threshold',
  ],
  BREAKER_RATIO_FALLS: [
    '通过还款或追偿使风险比例低于警戒线',
    'Repayments or recoveries bring the ratio below the threshold',
  ],
};

/** An amount of nothing is none: then there is room already, or no amount would help. */
export function relief(kind: string, amount: Yuan | null, consents: readonly TenantKind[] = []): Relief {
  const [zh, en] = RELIEF_WORDS[kind] ?? [kind, kind];
  const needed = amount?.isPositive() ? amount : null;
  return {
    kind,
    amount: needed,
    consents,
    message: {
      zh: needed ? `${zh} ${needed.toReadable()} 元。` : `${zh}。`,
      en: needed ? `${en}: CNY ${needed.toReadable()}.` : `${en}.`,
    },
  };
}
