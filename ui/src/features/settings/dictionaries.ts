// The nineteen dictionaries of Jump.Finance and the command that reads each.
import { host, type Dictionary, type DictionaryItem } from '$host';

/** The taxi driver, whose documents list every type. */
export const TAXI_PROFESSION = '1';

type Read = (connection: string, fresh: boolean, profession: string) => Promise<DictionaryItem[]>;

export const dictionaries = {
  dictIntegrations: (connection, fresh) => host.jumpDictIntegrations(connection, fresh),
  dictTransactionTypes: (connection, fresh) => host.jumpDictTransactionTypes(connection, fresh),
  dictGroups: (connection, fresh) => host.jumpDictGroups(connection, fresh),
  dictAntiFraudStatuses: (connection, fresh) => host.jumpDictAntiFraudStatuses(connection, fresh),
  dictAgents: (connection, fresh) => host.jumpDictAgents(connection, fresh),
  dictPayTypes: (connection, fresh) => host.jumpDictPayTypes(connection, fresh),
  dictRequestTypes: (connection, fresh) => host.jumpDictRequestTypes(connection, fresh),
  dictPaymentStatuses: (connection, fresh) => host.jumpDictPaymentStatuses(connection, fresh),
  dictSbpBanks: (connection, fresh) => host.jumpDictSbpBanks(connection, fresh),
  dictAutoregStatuses: (connection, fresh) => host.jumpDictAutoregStatuses(connection, fresh),
  dictAutoregJobStatuses: (connection, fresh) => host.jumpDictAutoregJobStatuses(connection, fresh),
  dictAutoregProfessions: (connection, fresh) => host.jumpDictAutoregProfessions(connection, fresh),
  dictAutoregDirections: (connection, fresh) => host.jumpDictAutoregDirections(connection, fresh),
  dictAutoregDocuments: (connection, fresh, profession) =>
    host.jumpDictAutoregDocuments(connection, profession, fresh),
  dictAutoregModules: (connection, fresh) => host.jumpDictAutoregModules(connection, fresh),
  dictAutoregDeliveryTypes: (connection, fresh) => host.jumpDictAutoregDeliveryTypes(connection, fresh),
  dictAutoregCountries: (connection, fresh) => host.jumpDictAutoregCountries(connection, fresh),
  dictAutoregModels: (connection, fresh) => host.jumpDictAutoregModels(connection, fresh),
  dictAutoregColors: (connection, fresh) => host.jumpDictAutoregColors(connection, fresh),
} satisfies Record<string, Read>;

export type DictionaryName = keyof typeof dictionaries;
export const dictionaryNames = Object.keys(dictionaries) as DictionaryName[];

export const readDictionary = (name: DictionaryName, ...asked: Parameters<Read>) =>
  (dictionaries[name] as Read)(...asked);

/** The search of car models stands beside the dictionaries. */
export const MODEL_SEARCH = 'modelSearch';

/** As Rust calls it: `dictAutoregColors` is `autoreg_colors`. */
export const ageName = (name: DictionaryName): Dictionary =>
  name
    .slice('dict'.length)
    .replace(/(?!^)[A-Z]/g, (letter) => `_${letter}`)
    .toLowerCase() as Dictionary;
