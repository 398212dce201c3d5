import type * as Cities from '../../test/support/city.ts';
import type { City } from '../../test/support/city.ts';
import type { Running } from '../../test/support/product.ts';

/** A city with one loan that is being repaid, made by the given code: this one's, or an older one's. */
export async function furnish(
  running: Running,
  { newCity, pay, joinBank, addFirm, approvedLoan, signing }: typeof Cities,
  today: string,
): Promise<{ readonly city: City; readonly loanId: string }> {
  const city = await newCity(running, today);
  await pay(running, city, city.region, '8000000.00', today);
  await joinBank(running, city, city.bank, today);
  const firm = await addFirm(running, city.region);
  const loanId = await approvedLoan(running, city, firm.id, { amount: '1000000.00' }, today);
  await running.act(city.bank.user, 'signContracts', signing(loanId, '2031-12-31'), 'loan { id }');
  const drawn = { loanId, disbursedOn: today, document: '放款' };
  await running.act(city.bank.user, 'disburse', drawn, 'loan { id }');
  return { city, loanId };
}
