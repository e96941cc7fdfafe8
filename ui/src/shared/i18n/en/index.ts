// The English catalogue: one file per area, keys begin with the file's name.
import { applications } from './applications';
import { connections } from './connections';
import { drivers } from './drivers';
import { errors } from './errors';
import { keys } from './keys';
import { payments } from './payments';
import { requisites } from './requisites';
import { settings } from './settings';
import { shell } from './shell';

export const en = {
  ...shell,
  ...keys,
  ...errors,
  ...connections,
  ...drivers,
  ...requisites,
  ...payments,
  ...applications,
  ...settings,
};
