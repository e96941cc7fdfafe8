// Which service the rows of a register come from, as its texts name it.
import type { RegisterName } from '$host';
import { t } from '$shared/i18n/i18n.svelte';

export const isOfFleet = (register: RegisterName) =>
  register === 'fleet_transactions' || register === 'fleet_drivers';

export const serviceOf = (register: RegisterName) =>
  t(isOfFleet(register) ? 'register.service.yandex' : 'register.service.jump');
