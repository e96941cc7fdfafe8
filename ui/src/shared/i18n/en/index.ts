// The English catalogue: one file per area, keys begin with the file's name.
import { applicationCard } from './applicationCard';
import { applicationRejection } from './applicationRejection';
import { applicationViewer } from './applicationViewer';
import { applications } from './applications';
import { applicationsList } from './applicationsList';
import { board } from './board';
import { connections } from './connections';
import { drivers } from './drivers';
import { errors } from './errors';
import { fleet } from './fleet';
import { fleetAccess } from './fleetAccess';
import { fleetMoney } from './fleetMoney';
import { journal } from './journal';
import { journalPaper } from './journalPaper';
import { keys } from './keys';
import { money } from './money';
import { operations } from './operations';
import { payments } from './payments';
import { payouts } from './payouts';
import { payoutRows } from './payoutRows';
import { payoutsFleet } from './payoutsFleet';
import { reconciliation } from './reconciliation';
import { register } from './register';
import { requisites } from './requisites';
import { settings } from './settings';
import { shell } from './shell';
import { summary } from './summary';
import { webhooks } from './webhooks';
import { yume } from './yume';
import { yumeAccess } from './yumeAccess';
import { yumeTrigger } from './yumeTrigger';
import { yumeWazzup } from './yumeWazzup';

export const en = {
  ...shell,
  ...keys,
  ...errors,
  ...connections,
  ...drivers,
  ...requisites,
  ...reconciliation,
  ...register,
  ...board,
  ...payments,
  ...operations,
  ...fleet,
  ...applicationCard,
  ...applicationViewer,
  ...applications,
  ...applicationsList,
  ...applicationRejection,
  ...settings,
  ...summary,
  ...journal,
  ...journalPaper,
  ...money,
  ...fleetAccess,
  ...fleetMoney,
  ...payouts,
  ...payoutRows,
  ...payoutsFleet,
  ...webhooks,
  ...yume,
  ...yumeAccess,
  ...yumeTrigger,
  ...yumeWazzup,
};
