import { isUuid, readId, writeId } from '../domain/ids.ts';
import type { Id } from '../domain/words.ts';

/** "deposit:bk_…": an account's name with the opaque id in it, and back. */
export function accountName(code: string): string {
  return code
    .split(':')
    .map((part, at, parts) => {
      if (!isUuid(part)) return part;
      return parts[at - 1] === 'REGION'
        ? writeId('region', part as Id<'region'>)
        : writeId('bank', part as Id<'bank'>);
    })
    .join(':');
}

/** Back from the name that a client gave; a name that is none matches no account. */
export function accountCode(name: string): string {
  return name
    .split(':')
    .map((part) => readId('region', part) ?? readId('bank', part) ?? part)
    .join(':');
}
