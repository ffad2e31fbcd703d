import { Text } from '@mantine/core';

export interface Amount {
  amount: string;
  currency: string;
}

/** A decimal text and its currency, as the reader writes money. Never added up here: sums come from the hub. */
export function moneyText({ amount, currency }: Amount, isShort = false): string {
  try {
    return new Intl.NumberFormat(undefined, {
      style: 'currency',
      currency,
      ...(isShort ? { notation: 'compact', maximumFractionDigits: 1 } : { trailingZeroDisplay: 'stripIfInteger' as const }),
    }).format(amount as unknown as number);
  } catch {
    return `${amount} ${currency}`;
  }
}

export function Money({ value }: { value: Amount | null | undefined }) {
  if (!value) return null;
  return (
    <Text component="span" size="sm" ta="right" style={{ whiteSpace: 'nowrap' }}>
      {moneyText(value)}
    </Text>
  );
}
